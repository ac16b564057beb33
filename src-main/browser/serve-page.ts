import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerPage, type PageAnswer } from '../core/page-files.ts'
import type { EntryTicket } from './entry-ticket.ts'
import type { PageDoor } from './page-door.ts'

export interface PageServerOptions {
  /** The built page. */
  readonly folder: string
  readonly door: PageDoor
  readonly ticket: EntryTicket
  /** In the fragment of the page's address. */
  readonly token: string
}

/** Serves the built page's files and nothing beside them; tells a page whether this is its shell; lets the first page in. */
export function createPageServer(options: PageServerOptions): Server {
  return createServer((request, response) => void answer(options, request, response))
}

async function answer(
  { folder, door, ticket, token }: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (ticket.take(request)) return void response.writeHead(302, { location: `/#${token}`, 'cache-control': 'no-store' }).end()
  const challenge = door.challenge(request)
  const { status, headers, content } = challenge ? answerJson(challenge) : await fileOf(folder, request)
  response.writeHead(status, headers).end(content ?? undefined)
}

const answerJson = (content: unknown): PageAnswer => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  },
  content: JSON.stringify(content),
})

function fileOf(folder: string, { method = 'GET', url = '/' }: IncomingMessage): Promise<PageAnswer> {
  // `//` is a request and no address: it names no file, and must not end the process.
  const pathname = URL.parse(url, 'http://localhost')?.pathname ?? ''
  return answerPage(folder, { method, pathname })
}
