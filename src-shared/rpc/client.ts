import { type Answer, type Connection, type ConnectOptions, givenUp, openConnection } from './connection.ts'
import type { Client, Contract } from './contract.ts'
import { streamWindow } from './credit.ts'
import { AppError, rpcError } from './errors.ts'
import { createInbox } from './inbox.ts'
import type { Port } from './port.ts'

interface Ask {
  readonly path: string
  readonly input: unknown
  readonly signal: AbortSignal | undefined
}

/**
 * Calls what is served at the other end of `port`: `client.chat.send(input, signal)`. A call that was given up rejects with
 * AppError `aborted` at once. A stream sends nothing until it is iterated; leaving its loop aborts it at the host.
 */
export function connect<C extends Contract>(port: Port, contract: C, options: ConnectOptions = {}): Client<C> & Disposable {
  const connection = openConnection(port, options)
  const client = mapValues(contract, (operations, feature) =>
    mapValues(operations, ({ kind }, method) => {
      const send = kind === 'call' ? callOnce : iterate
      return (input: unknown, signal?: AbortSignal) => send(connection, { path: `${feature}.${method}`, input, signal })
    }),
  )
  return Object.assign(client as Client<C>, { [Symbol.dispose]: () => port.close('The caller is done') })
}

async function callOnce({ request }: Connection, ask: Ask): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  request({ ...ask, credit: 0 }, (answer) => {
    if (answer.type === 'failed') reject(answer.error)
    else if (answer.type === 'result') resolve(answer.result)
    else reject(new AppError(rpcError.internal))
  })
  return promise
}

/** Makes room as the items are consumed, half a window at a time. */
async function* iterate({ request }: Connection, ask: Ask): AsyncGenerator<unknown, void> {
  const inbox = createInbox<Answer>()
  const { stop, grant } = request({ ...ask, credit: streamWindow }, inbox.put)
  const batch = streamWindow / 2
  let taken = 0
  try {
    while (true) {
      const answer = await inbox.next()
      if (ask.signal?.aborted) throw givenUp(ask.signal)
      if (answer.type === 'failed') throw answer.error
      if (answer.type !== 'item') return
      yield answer.item
      taken = (taken + 1) % batch
      if (taken === 0) grant(batch)
    }
  } finally {
    stop()
  }
}

function mapValues<V, R>(record: Readonly<Record<string, V>>, map: (value: V, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}
