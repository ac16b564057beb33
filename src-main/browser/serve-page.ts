import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerPage } from '../core/page-files.ts'

/** Serves the built page's files and nothing beside them. */
export function createPageServer(pageFolder: string) {
  return async ({ method = 'GET', url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(url, 'http://localhost')
    const { status, headers, content } = await answerPage(pageFolder, { method, pathname })
    response.writeHead(status, headers).end(content ?? undefined)
  }
}
