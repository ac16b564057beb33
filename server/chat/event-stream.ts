import { Readable } from 'node:stream'
import type { ChatEvent } from '../../src-shared/api/chat.ts'

/** So often something is sent while nothing happens: balancers end connections that seem idle. */
const beatMs = 15_000

export interface EventStream {
  readonly body: Readable
  send(event: ChatEvent): void
  end(): void
}

/** Server-sent events. A reader that is slow or gone holds up nobody: an answer is short enough to wait in memory. */
export function openEventStream(): EventStream {
  const body = new Readable({ read: () => undefined })
  const push = (text: string | null): void => {
    if (!body.destroyed) body.push(text)
  }
  const beat = setInterval(() => push(':\n\n'), beatMs).unref()
  body.once('close', () => clearInterval(beat))
  return {
    body,
    send: ({ event, data }) => push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => push(null),
  }
}
