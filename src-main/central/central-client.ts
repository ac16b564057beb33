import type { ChatEvent } from '../../src-shared/api/chat.ts'
import type { AskedOf, DataOf, RouteName } from '../../src-shared/api/routes.ts'
import { networkError } from '../../src-shared/desktop/network.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Gate } from '../network/gate.ts'
import type { GateResponse } from '../network/request.ts'
import { baseAddress } from './base-address.ts'
import { startDeadline } from './deadline.ts'
import { createKeptTokens, type TokenStore } from './kept-tokens.ts'
import { refusalOf, unreadable } from './read-answer.ts'
import { readEvents } from './read-events.ts'
import { type Asked, requestParts } from './request-parts.ts'
import { createSending, readsRoute, type Sending, sendSigned } from './send-request.ts'

export interface CentralDeps {
  readonly gate: Gate
  /** Where the server is, https or on this machine; it may lie below a path. */
  readonly address: string
  readonly tokens: TokenStore
  readonly now: () => number
  readonly language: () => string
}

export interface CallOptions {
  /** Of the whole call, or until the next piece of an answer that is streamed. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

type Arguments<Asked> = Record<never, never> extends Asked ? [asked?: Asked & CallOptions] : [asked: Asked & CallOptions]

/**
 * The central server as the core sees it. Errors of every call: what the server refused, by its code (`src-shared/api/api-error.ts`) with its details,
 * `retry_after` in seconds where it says one, and `request_id`; `network.offline`, `network.unreachable`, `network.refused`; `central.unreadable`;
 * `invalid_input` before anything was sent; the signal's reason. Nothing is sent twice but what a refused token kept from being done, so what must not
 * be lost or doubled names itself (`usage_id`, `message_id`, an id in the path) and is sent again by whoever keeps it.
 */
export interface CentralClient {
  call<Name extends RouteName>(name: Name, ...asked: Arguments<AskedOf<Name>>): Promise<DataOf<Name>>
  /** The answer as it is written; its last event is `done`. Leaving it ends the answer at the server. */
  streamMessage(asked: AskedOf<'POST /chat/message'> & CallOptions): AsyncGenerator<StreamedEvent>
  /** From then on calls are this account's. */
  signIn(asked: AskedOf<'POST /auth/login'> & CallOptions): Promise<DataOf<'POST /auth/login'>>
  /** Signed out here at once, whether or not the server can be told. */
  signOut(options?: CallOptions): Promise<void>
}

export type StreamedEvent = Exclude<ChatEvent, { readonly event: 'failed' }>

const callMs = 30_000
/** A model writes it, and others may be before it. */
const answerMs = 600_000
/** The server sends a sign of life every 15 s once it has begun. */
const silenceMs = 60_000
/** Twice that is less than the server has patience for the same refresh token. */
const refreshMs = 4000
const chat = 'POST /chat/message'
const eventStream = 'text/event-stream'

/** Errors: `network.refused` for an address that is none, or not encrypted. */
export function createCentralClient({ gate, address, tokens: store, now, language }: CentralDeps): CentralClient {
  const base = baseAddress(address)
  const send = createSending({ gate, language })
  const tokens = createKeptTokens({
    store,
    now,
    exchange: (refresh_token) => ask('POST /auth/refresh', refreshOf(refresh_token)),
  })
  const deadlineOf = ({ timeoutMs, signal }: CallOptions, ms: number) =>
    startDeadline({ ms: timeoutMs ?? ms, host: base.host, signal })

  function ask<Name extends RouteName>(name: Name, asked: AskedOf<Name> & CallOptions): Promise<DataOf<Name>>
  async function ask(name: RouteName, asked: Asked & CallOptions): Promise<unknown> {
    using deadline = deadlineOf(asked, name === chat ? answerMs : callMs)
    const sending = { parts: requestParts(base, name, asked), deadline }
    return await sendSigned({ send, tokens }, name, { sending, read: readsRoute(name) })
  }

  function call<Name extends RouteName>(name: Name, ...asked: Arguments<AskedOf<Name>>): Promise<DataOf<Name>>
  function call(name: RouteName, asked: Asked & CallOptions = {}): Promise<unknown> {
    return ask<RouteName>(name, asked)
  }

  return {
    call,
    async *streamMessage(asked) {
      using deadline = deadlineOf(asked, answerMs)
      const sending: Sending = { parts: requestParts(base, chat, asked), deadline, accept: eventStream }
      try {
        const response = await sendSigned({ send, tokens }, chat, { sending, read: openStream })
        yield* eventsOf(response, { host: base.host, onPiece: () => deadline.again(asked.timeoutMs ?? silenceMs) })
      } finally {
        deadline.giveUp()
      }
    },
    async signIn(asked) {
      const signedIn = await ask('POST /auth/login', asked)
      tokens.keep(signedIn)
      return signedIn
    },
    async signOut(options = {}) {
      const forgotten = tokens.forget()
      if (forgotten === undefined) return
      await ask('POST /auth/logout', { ...options, body: { refresh_token: forgotten.refreshToken } })
    },
  }
}

const refreshOf = (refresh_token: string) => ({ body: { refresh_token }, timeoutMs: refreshMs })

/** What is refused before the first event is refused as on any other route. */
async function openStream(response: GateResponse): Promise<GateResponse> {
  if (response.headers.get('content-type')?.startsWith(eventStream) === true) return response
  await readsRoute(chat)(response)
  throw unreadable(response)
}

interface Following {
  readonly host: string
  readonly onPiece: () => void
}

async function* eventsOf(response: GateResponse, { host, onPiece }: Following): AsyncGenerator<StreamedEvent> {
  for await (const event of readEvents(heard(response.body, onPiece))) {
    if (event === undefined) throw unreadable(response)
    if (event.event === 'failed') throw refusalOf(event.data, response)
    yield event
    if (event.event === 'done') return
  }
  throw new AppError(networkError.unreachable, { host, why: 'cut_off' })
}

async function* heard(body: AsyncIterable<Uint8Array>, onPiece: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    onPiece()
    yield piece
  }
}
