import type { Client, Contract } from './contract.ts'
import { streamWindow } from './credit.ts'
import { AppError, deserializeError, rpcError } from './errors.ts'
import { type DownFrame, downFrame, type Hello, type UpFrame } from './frames.ts'
import { createInbox } from './inbox.ts'
import type { Port } from './port.ts'
import { protocolVersion, versionMismatch } from './protocol-version.ts'

export interface ConnectOptions {
  /** Who calls, for the host's `accept`. */
  readonly name?: string
  readonly token?: string
  /** Comes once, when nothing more can be called; the error is the one every later call fails with. */
  readonly onClose?: (error: AppError) => void
}

interface Outgoing {
  readonly path: string
  readonly input: unknown
  readonly credit: number
  readonly signal: AbortSignal | undefined
}

type Answer = Exclude<DownFrame, Hello | { type: 'error' }> | { readonly type: 'failed'; readonly error: AppError }

/**
 * Calls what is served at the other end of `port`: `client.chat.send(input, signal)`. A call that was given up rejects with
 * AppError `aborted` at once. A stream sends nothing until it is iterated; leaving its loop aborts it at the host.
 */
export function connect<C extends Contract>(port: Port, contract: C, options: ConnectOptions = {}): Client<C> & Disposable {
  const { name, token, onClose } = options
  const waiting = new Map<number, (answer: Answer) => void>()
  const post = (frame: UpFrame) => port.post(frame)
  let lastId = 0
  let isGreeted = false
  let closed: AppError | undefined

  port.listen(receive, (reason) => close(new AppError(rpcError.disconnected, { reason })))
  post({ type: 'hello', version: protocolVersion, name, token })

  const stubs = mapValues(contract, (operations, feature) =>
    mapValues(operations, ({ kind }, method) => {
      const send = kind === 'call' ? callOnce : iterate
      return (input: unknown, signal?: AbortSignal) => send(`${feature}.${method}`, input, signal)
    }),
  )
  return Object.assign(stubs as Client<C>, { [Symbol.dispose]: () => port.close('The caller is done') })

  function receive(message: unknown): void {
    const { data: frame } = downFrame.safeParse(message)
    if (!frame || (frame.type === 'hello') === isGreeted) return port.close('The host sent a malformed frame')
    if (frame.type === 'hello') return greet(frame)
    const answer: Answer = frame.type === 'error' ? { type: 'failed', error: deserializeError(frame.error) } : frame
    if (answer.type === 'failed' && frame.id === 0) return close(answer.error)
    // Unknown ids are late answers to what was given up.
    waiting.get(frame.id)?.(answer)
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

  /** Sends a request and hands its answers to `take`; `stop` aborts it at the host unless it has ended. */
  function open({ signal, ...request }: Outgoing, take: (answer: Answer) => void) {
    if (closed) throw closed
    if (signal?.aborted) throw givenUp(signal)
    const id = ++lastId
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
    post({ type: 'request', id, ...request })
    signal?.addEventListener('abort', giveUp, { once: true })
    waiting.set(id, (answer) => {
      take(answer)
      if (answer.type !== 'item') forget()
    })
    return { stop, grant: (credit: number) => post({ type: 'credit', id, credit }) }
  }

  async function callOnce(path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    open({ path, input, credit: 0, signal }, (answer) => {
      if (answer.type === 'result') resolve(answer.result)
      else if (answer.type === 'failed') reject(answer.error)
      else port.close('The host answered a call like a stream')
    })
    return promise
  }

  async function* iterate(path: string, input: unknown, signal?: AbortSignal): AsyncGenerator<unknown, void> {
    const inbox = createInbox<Answer>()
    const { stop, grant } = open({ path, input, credit: streamWindow, signal }, inbox.put)
    let taken = 0
    try {
      while (true) {
        const answer = await inbox.next()
        if (signal?.aborted) throw givenUp(signal)
        if (answer.type === 'failed') throw answer.error
        if (answer.type !== 'item') return
        yield answer.item
        taken = (taken + 1) % (streamWindow / 2)
        if (taken === 0) grant(streamWindow / 2)
      }
    } finally {
      stop()
    }
  }
}

const givenUp = (signal?: AbortSignal): AppError => new AppError(rpcError.aborted, undefined, { cause: signal?.reason })

function mapValues<V, R>(record: Readonly<Record<string, V>>, map: (value: V, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}
