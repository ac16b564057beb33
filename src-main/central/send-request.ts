import { type Route, type RouteName, routes } from '../../src-shared/api/routes.ts'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Gate } from '../network/gate.ts'
import type { GateRequest, GateResponse } from '../network/request.ts'
import type { Deadline } from './deadline.ts'
import type { KeptTokens, Tokens } from './kept-tokens.ts'
import { readAnswer } from './read-answer.ts'
import type { RequestParts } from './request-parts.ts'

export interface SendDeps {
  readonly gate: Gate
  /** BCP 47: what the server writes its letters in. */
  readonly language: () => string
}

export interface Sending {
  readonly parts: RequestParts
  readonly deadline: Deadline
  readonly accept?: string
}

/** What a refused access token is answered with; nothing was done then. */
const refusals: readonly string[] = ['TOKEN_EXPIRED', 'UNAUTHENTICATED']

/** One request under an id of its own, never beyond the server's address: a redirect is an answer that nobody understands. */
export function createSending({ gate, language }: SendDeps) {
  return async function send({ parts, deadline, accept = 'application/json' }: Sending, tokens?: Tokens): Promise<GateResponse> {
    const { method, url, body } = parts
    const headers = {
      ...{ accept, 'accept-language': language(), 'x-request-id': newId() },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(tokens === undefined ? {} : { authorization: `Bearer ${tokens.accessToken}` }),
    }
    const request: GateRequest = { url, method, headers, reason: 'central.ask', redirects: 'stop', signal: deadline.signal }
    return gate.request({ ...request, ...(body === undefined ? {} : { body }), timeoutMs: noLimitMs })
  }
}

/** The deadline is the limit; the gate has none of its own beside it. */
const noLimitMs = 2 ** 31 - 1

export type Send = ReturnType<typeof createSending>

/**
 * What `read` makes of the answer. Where the route wants a token it is asked with one, and once more when the server refused that one: another
 * may have taken its place.
 */
export async function sendSigned<T>(
  { send, tokens }: { readonly send: Send; readonly tokens: KeptTokens },
  name: RouteName,
  { sending, read }: { readonly sending: Sending; readonly read: (response: GateResponse) => Promise<T> },
): Promise<T> {
  const { deadline } = sending
  const route: Route = routes[name]
  if (route.isPublic) return read(await send(sending))
  const first = await deadline.race(tokens.current())
  try {
    return await read(await send(sending, first))
  } catch (error) {
    if (!(error instanceof AppError) || !refusals.includes(error.code)) throw error
    const second = await deadline.race(tokens.after(first))
    return read(await send(sending, second))
  }
}

export const readsRoute =
  (name: RouteName) =>
  (response: GateResponse): Promise<unknown> =>
    readAnswer(response, routes[name])
