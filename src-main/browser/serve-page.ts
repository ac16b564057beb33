import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerPage } from '../core/page-files.ts'

/** Serves the built page's files and nothing beside them. */
export function createPageServer(pageFolder: string) {
  return async ({ method = 'GET', url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    // `//` is a request and no address: it names no file, and must not end the process.
    const pathname = URL.parse(url, 'http://localhost')?.pathname ?? ''
    const { status, headers, content } = await answerPage(pageFolder, { method, pathname })
    response.writeHead(status, headers).end(content ?? undefined)
  }
}
