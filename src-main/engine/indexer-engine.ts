import { indexer } from '../../src-shared/engine/indexer.ts'
import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import type { Supervised } from './supervise.ts'

const contract = { indexer, lifecycle }
export type IndexerContract = typeof contract

/** What `createSupervised` needs to start the child. It is there while there is something to do, and no longer. */
export const indexerChild = {
  name: 'indexer',
  entry: new URL('./indexer-process.ts', import.meta.url),
  contract,
  environment: {},
  limits: { idleMs: () => 1_000, silentBusyMs: 60_000, memoryBytes: 1024 * 1024 * 1024 },
} as const

export interface IndexerEngine {
  /**
   * Brings the vector index of a store into shape, for seconds or for half an hour. What is done stays done when it is stopped. The key goes over
   * the child's own channel, never into its arguments or environment, where others could read it.
   */
  maintain(file: { readonly path: string; readonly key: string | null }, signal: AbortSignal): Promise<void>
  /** Ends the child, and with it its handle of the file. */
  stop(): Promise<void>
}

export function createIndexerEngine({ supervised }: { readonly supervised: Supervised<IndexerContract> }): IndexerEngine {
  return {
    maintain: (file, signal) =>
      supervised.use(({ client }) => client.indexer.maintain({ path: file.path, key: file.key }, signal), {
        signal,
        stage: 'index',
      }),
    stop: () => supervised.stop(),
  }
}
