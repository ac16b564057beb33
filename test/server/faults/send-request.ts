import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

export interface SentAnswer {
  /** 0: it was sent and never answered; -1: nobody listened there. */
  readonly status: number
  readonly data: unknown
}

export interface Sent {
  readonly token?: string
  readonly body?: unknown
}

const patienceMs = 15_000
const envelope = z.object({ data: z.unknown().optional() }).catch({})

/** Sends to several servers in turn over connections that are kept, as a balancer does: to one that says farewell nothing more. */
export function createSender() {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const state = { urls: [] as string[], turn: 0 }

  return {
    use(urls: readonly string[]): void {
      state.urls = [...urls]
    },
    isUsed: () => state.urls.length > 0,
    async send(route: `${string} /${string}`, sent: Sent): Promise<SentAnswer> {
      const url = state.urls[state.turn++ % Math.max(1, state.urls.length)]
      if (url === undefined) return { status: -1, data: undefined }
      const answer = await sendTo(agent, `${url}${route.split(' ')[1] ?? ''}`, { ...sent, method: route.split(' ')[0] ?? 'GET' })
      if (answer.isLast) state.urls = state.urls.filter((each) => each !== url)
      return answer
    },
  }
}

function sendTo(agent: Agent, url: string, { token, body, method }: Sent & { readonly method: string }) {
  const sent = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const { promise, resolve } = Promise.withResolvers<SentAnswer & { readonly isLast: boolean }>()
  const none = (error: Error): void =>
    resolve({ status: 'code' in error && error.code === 'ECONNREFUSED' ? -1 : 0, data: undefined, isLast: false })
  request(url, { agent, method, headers, signal: AbortSignal.timeout(patienceMs) }, (answer) => {
    const isLast = answer.headers.connection === 'close'
    text(answer).then((read) => {
      const { data } = envelope.parse(JSON.parse(read))
      resolve({ status: answer.statusCode ?? 0, data, isLast })
    }, none)
  })
    .once('error', none)
    .end(sent)
  return promise
}
