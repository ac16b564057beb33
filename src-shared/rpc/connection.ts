import { AppError, deserializeError, rpcError } from './errors.ts'
import { type DownFrame, downFrame, type Hello, type UpFrame } from './frames.ts'
import type { Port } from './port.ts'
import { protocolVersion, versionMismatch } from './protocol-version.ts'

export interface ConnectOptions {
  /** Who calls, for the host's `accept`. */
  readonly name?: string
  readonly token?: string
  /** Comes once, when nothing more can be called; the error is the one every later call fails with. */
  readonly onClose?: (error: AppError) => void
}

export interface Outgoing {
  readonly path: string
  readonly input: unknown
  /** Items there is room for; 0 for a call. */
  readonly credit: number
  readonly signal: AbortSignal | undefined
}

export type Answer = Exclude<DownFrame, Hello | { type: 'error' }> | { readonly type: 'failed'; readonly error: AppError }

export interface Pending {
  /** Aborts it at the host, unless it has ended. */
  stop(): void
  grant(credit: number): void
}

/** The caller's side of a port: hello, then numbered requests, each with a `take` for its answers. */
export interface Connection {
  /** Throws if it cannot be sent. Afterwards every fault, abort and lost port is a `failed` answer, the last one. */
  request(outgoing: Outgoing, take: (answer: Answer) => void): Pending
}

export function openConnection(port: Port, { name, token, onClose }: ConnectOptions): Connection {
  const waiting = new Map<number, (answer: Answer) => void>()
  const post = (frame: UpFrame) => port.post(frame)
  let lastId = 0
  let isGreeted = false
  let closed: AppError | undefined

  port.listen(receive, (reason) => close(new AppError(rpcError.disconnected, { reason })))
  post({ type: 'hello', version: protocolVersion, name, token })
  return { request }

  function receive(message: unknown): void {
    const { data: frame } = downFrame.safeParse(message)
    if (!frame || (frame.type === 'hello') === isGreeted) port.close('The host sent a malformed frame')
    else if (frame.type === 'hello') greet(frame)
    else if (frame.type !== 'error') waiting.get(frame.id)?.(frame)
    else if (frame.id === 0) close(deserializeError(frame.error))
    else waiting.get(frame.id)?.({ type: 'failed', error: deserializeError(frame.error) })
  }

  function greet({ version }: Hello): void {
    isGreeted = true
    if (version !== protocolVersion) close(versionMismatch(version))
  }

  function close(error: AppError): void {
    if (closed) return
    closed = error
    for (const take of [...waiting.values()]) take({ type: 'failed', error })
    port.close()
    onClose?.(error)
  }

  function request({ signal, ...what }: Outgoing, take: (answer: Answer) => void): Pending {
    if (closed) throw closed
    if (signal?.aborted) throw givenUp(signal)
    const id = ++lastId
    const settle = (answer: Answer) => {
      if (answer.type !== 'item') forget()
      take(answer)
    }
    const forget = () => {
      signal?.removeEventListener('abort', giveUp)
      return waiting.delete(id)
    }
    const stop = () => {
      if (forget()) post({ type: 'abort', id })
    }
    const giveUp = () => {
      stop()
      take({ type: 'failed', error: givenUp(signal) })
    }
    post({ type: 'request', id, ...what })
    signal?.addEventListener('abort', giveUp)
    waiting.set(id, settle)
    return { stop, grant: (credit) => post({ type: 'credit', id, credit }) }
  }
}

export const givenUp = (signal?: AbortSignal): AppError => new AppError(rpcError.aborted, undefined, { cause: signal?.reason })
