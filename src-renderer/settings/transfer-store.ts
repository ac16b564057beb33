import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportReport } from '../../src-shared/desktop/transfer.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export interface TransferWork {
  readonly kind: 'export' | 'import'
  /** Chats. */
  readonly done: number
  readonly total: number
}

export interface TransferState {
  readonly work: TransferWork | null
  /** Of the last import. */
  readonly report: ImportReport | null
  /** Chats that had come in when the last import was stopped. */
  readonly stoppedAt: number | null
  /** The file; null when it was stopped. */
  exportAll(format: 'hearth' | 'markdown'): Promise<Blob | null>
  importFile(file: Pick<File, 'name' | 'arrayBuffer'>): Promise<void>
  stop(): void
}

export function createTransferStore({ api }: { readonly api: Pick<Api, 'transfer'> }): StoreApi<TransferState> {
  let stopping = new AbortController()

  return createStore<TransferState>((set, get) => {
    /** False when it was stopped. */
    async function during(kind: TransferWork['kind'], task: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
      stopping = new AbortController()
      set({ work: { kind, done: 0, total: 0 }, report: null, stoppedAt: null })
      try {
        await task(stopping.signal)
        return true
      } catch (error) {
        if (!stopping.signal.aborted || faultOf(error).code !== rpcError.aborted) throw error
        return false
      } finally {
        set({ work: null })
      }
    }
    return {
      work: null,
      report: null,
      stoppedAt: null,
      async exportAll(format) {
        const parts: Uint8Array<ArrayBuffer>[] = []
        const isWhole = await during('export', async (signal) => {
          for await (const part of api.transfer.export({ format }, signal)) {
            if (part.kind === 'bytes') parts.push(new Uint8Array(part.bytes))
            else set({ work: { kind: 'export', done: part.done, total: part.total } })
          }
        })
        return isWhole ? new Blob(parts, { type: format === 'hearth' ? 'application/jsonl' : 'application/zip' }) : null
      },
      async importFile(file) {
        const bytes = new Uint8Array(await file.arrayBuffer())
        let done = 0
        const isWhole = await during('import', async (signal) => {
          for await (const part of api.transfer.import({ name: file.name.slice(0, 255), bytes }, signal)) {
            if (part.kind === 'report') set({ report: part })
            else set({ work: { kind: 'import', done: part.done, total: part.total } })
            done = get().work?.done ?? done
          }
        })
        if (!isWhole) set({ stoppedAt: done })
      },
      stop: () => stopping.abort(),
    }
  })
}
