import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CompactionEvent, ContextUse } from '../../src-shared/desktop/context.ts'
import type { CompactionRow } from '../../src-shared/rows/compaction.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api } from '../api.ts'
import { faultOf } from '../fault-of.ts'

export type MeasureQuery = Parameters<Api['context']['measure']>[0]

export type SummaryWork = Exclude<CompactionEvent, { type: 'done' }> | { readonly type: 'starting' }

/** A summary as it stands in the thread: open or folded, and what is being typed in it. */
export interface SummaryFold {
  readonly isOpen: boolean
  readonly edit: string | null
}

export interface ContextState {
  /** What the next prompt of a chat would hold, and of which chat that is; null until it was asked. */
  readonly use: ContextUse | null
  readonly measuredId: string | null
  /** Summaries of the chats that were opened, by id. */
  readonly rows: ReadonlyMap<string, CompactionRow>
  /** Counts what the use depends on and this store hears of. */
  readonly revision: number
  readonly folds: Readonly<Record<string, SummaryFold>>
  /** A summary is being written in these chats. */
  readonly work: Readonly<Record<string, SummaryWork>>
  measure(query: MeasureQuery, signal: AbortSignal): Promise<void>
  /** Reads the summaries of a chat. */
  read(conversationId: string): Promise<void>
  /** Summarises all but the newest turn. */
  compact(conversationId: string): Promise<void>
  /** Has it written once more. */
  again(row: CompactionRow): Promise<void>
  stop(conversationId: string): void
  edit(id: string, text: string): Promise<void>
  /** Resolves with what `restore` brings back. */
  remove(id: string): Promise<CompactionRow>
  restore(row: CompactionRow): Promise<void>
  fold(id: string, fold: Partial<SummaryFold>): void
  changed(id: string, row: CompactionRow | null): void
}

export interface ContextDeps {
  readonly api: Pick<Api, 'context' | 'compactions'>
  readonly newId: () => string
}

type Kit = ContextDeps & Pick<StoreApi<ContextState>, 'getState' | 'setState'>
type Writing = Pick<ContextState, 'compact' | 'again' | 'stop'>
type Rows = Pick<ContextState, 'read' | 'edit' | 'remove' | 'restore' | 'fold' | 'changed'>

const folded: SummaryFold = { isOpen: false, edit: null }

export function createContextStore(deps: ContextDeps): StoreApi<ContextState> {
  return createStore<ContextState>((setState, getState) => {
    const kit: Kit = { ...deps, setState, getState }
    return {
      use: null,
      measuredId: null,
      rows: new Map(),
      revision: 0,
      folds: {},
      work: {},
      async measure(query, signal) {
        const use = await deps.api.context.measure(query, signal)
        if (!signal.aborted) setState({ use, measuredId: query.conversation_id })
      },
      ...rowActions(kit),
      ...writing(kit),
    }
  })
}

function rowActions({ api, getState, setState }: Kit): Rows {
  return {
    async read(conversationId) {
      const read = await api.compactions.list({ conversation_id: conversationId })
      const others = [...getState().rows.values()].filter((row) => row.conversation_id !== conversationId)
      setState({ rows: new Map([...others, ...read].map((row) => [row.id, row])) })
    },
    async edit(id, text) {
      const row = await api.compactions.edit({ id, text })
      getState().changed(id, row)
      getState().fold(id, { edit: null })
    },
    async remove(id) {
      const row = await api.compactions.remove({ id })
      getState().changed(id, null)
      return row
    },
    async restore(row) {
      getState().changed(row.id, await api.compactions.restore(row))
    },
    fold: (id, fold) => setState({ folds: { ...getState().folds, [id]: { ...(getState().folds[id] ?? folded), ...fold } } }),
    changed(id, row) {
      const rows = new Map(getState().rows)
      if (row) rows.set(id, row)
      else rows.delete(id)
      setState({ rows, revision: getState().revision + 1 })
    },
  }
}

function writing({ api, newId, getState, setState }: Kit): Writing {
  const running = new Map<string, AbortController>()

  async function follow(conversationId: string, ask: (signal: AbortSignal) => AsyncIterable<CompactionEvent>): Promise<void> {
    if (running.has(conversationId)) return
    const controller = new AbortController()
    running.set(conversationId, controller)
    setState({ work: { ...getState().work, [conversationId]: { type: 'starting' } } })
    try {
      for await (const event of ask(controller.signal)) {
        if (event.type === 'done') getState().changed(event.compaction.id, event.compaction)
        else setState({ work: { ...getState().work, [conversationId]: event } })
      }
    } catch (error) {
      // What the person stopped is no failure.
      if (faultOf(error).code !== rpcError.aborted) throw error
    } finally {
      running.delete(conversationId)
      const { [conversationId]: _, ...work } = getState().work
      setState({ work })
    }
  }

  return {
    compact: (conversation_id) =>
      follow(conversation_id, (signal) => api.compactions.make({ id: newId(), conversation_id }, signal)),
    again: ({ id, conversation_id }) => follow(conversation_id, (signal) => api.compactions.again({ id }, signal)),
    stop: (conversationId) => running.get(conversationId)?.abort(),
  }
}
