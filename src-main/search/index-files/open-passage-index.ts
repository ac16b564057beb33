import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import {
  type DocumentToIndex,
  type FoundPassages,
  indexSearcher,
  indexWriter,
  type PassagesWanted,
} from '../../../src-shared/engine/passage-index.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import type { Client, Contract } from '../../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { messagePort } from '../../../src-shared/rpc/message-port.ts'
import type { IndexFolder } from './index-file.ts'
import type { ThreadStart } from './serve-thread.ts'
import type { IndexState } from './write-passages.ts'

/**
 * The passages of many owners, each in a file of its own that nobody else's search reads: words and vectors, as the desktop searches
 * them. All of it can be made again from where the documents are kept; each file says up to which revision it has them.
 */
export interface PassageIndex extends AsyncDisposable {
  /** Who has a file here. */
  owners(): Promise<readonly string[]>
  state(owner: string): Promise<IndexState>
  put(owner: string, document: DocumentToIndex): Promise<void>
  remove(owner: string, ids: readonly string[]): Promise<void>
  /** The file has everything that there was at this revision. */
  settle(owner: string, revision: number): Promise<void>
  /** The file goes. */
  forget(owner: string): Promise<void>
  /** Errors: `indexError.missing` when it has to be written first. */
  find(owner: string, wanted: PassagesWanted, signal: AbortSignal): Promise<FoundPassages>
}

export interface PassageIndexOptions {
  /** Asked when the index is first needed. */
  readonly place: () => IndexFolder
  /** Threads that search; one owner is always searched by the same. One more writes. */
  readonly searchers: number
  readonly onFault: (stage: string, error: unknown) => void
}

export function openPassageIndex({ searchers: count, onFault, place }: PassageIndexOptions): PassageIndex {
  const writing = createThread({ indexWriter }, { place, entry: new URL('./index-writer-thread.ts', import.meta.url), onFault })
  const searching = Array.from({ length: count }, () =>
    createThread({ indexSearcher }, { place, entry: new URL('./index-searcher-thread.ts', import.meta.url), onFault }),
  )
  const writer = () => writing.client().indexWriter
  function searcher(owner: string) {
    const thread = searching[numberOf(owner) % count]
    if (thread === undefined) throw new RangeError('the index needs a thread that searches')
    return thread.client().indexSearcher
  }

  return {
    owners: () => ownersIn(place().folder),
    state: async (owner) => writer().state({ owner }),
    put: async (owner, document) => writer().put({ owner, document }),
    remove: async (owner, ids) => writer().remove({ owner, ids: [...ids] }),
    settle: async (owner, revision) => writer().settle({ owner, revision }),
    async forget(owner) {
      await searcher(owner).close({ owner })
      await writer().forget({ owner })
    },
    find: async (owner, wanted, signal) => searcher(owner).find({ owner, wanted: copied(wanted) }, signal),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([writing, ...searching].map((thread) => thread.end()))
    },
  }
}

/** What is sent to a thread is given away. */
const copied = ({ vector, ...wanted }: PassagesWanted): PassagesWanted => ({
  ...wanted,
  vector: vector && { ...vector, values: vector.values.slice() },
})

async function ownersIn(folder: string): Promise<readonly string[]> {
  const names = existsSync(folder) ? await readdir(folder) : []
  return names.filter((name) => name.endsWith('.db')).map((name) => name.slice(0, -3))
}

const numberOf = (owner: string): number => Number.parseInt(owner.slice(-4), 36) || 0

interface ThreadOptions {
  readonly place: () => IndexFolder
  readonly entry: URL
  readonly onFault: (stage: string, error: unknown) => void
}

interface Thread<C extends Contract> {
  /** Of the thread that runs; started when it is needed, and again when it ended. */
  client(): Client<C>
  end(): Promise<void>
}

function createThread<C extends Contract>(contract: C, { entry, place, onFault }: ThreadOptions): Thread<C> {
  let running: { readonly client: Client<C> & Disposable; readonly worker: Worker } | undefined
  let isOver = false

  function start(): NonNullable<typeof running> {
    const { port1, port2 } = new MessageChannel()
    const workerData = { ...place(), port: port2 } satisfies ThreadStart
    const worker = new Worker(entry, { workerData, transferList: [port2] })
    const started = { worker, client: connect(messagePort(port1), contract) }
    worker.on('message', (error) => onFault('index', error))
    worker.on('error', (error) => onFault('index', error))
    worker.once('exit', () => {
      if (running === started) running = undefined
    })
    // The port keeps the process until it is closed: whoever waits for an answer gets it.
    worker.unref()
    return started
  }

  return {
    client() {
      if (isOver) throw new AppError(rpcError.disconnected, { reason: 'the index is closed' })
      running ??= start()
      return running.client
    },
    async end() {
      isOver = true
      const ending = running
      running = undefined
      ending?.client[Symbol.dispose]()
      await ending?.worker.terminate()
    },
  }
}
