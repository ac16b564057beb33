import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RequestSummary } from '../../src-shared/desktop/network.ts'
import type { RequestReason, RequestRow } from '../../src-shared/rows/request.ts'
import type { Api } from '../api.ts'

export interface RequestState {
  readonly query: string
  /** Reasons whose words hold the query. */
  readonly reasons: readonly RequestReason[]
  /** Newest first; null before they were asked for. */
  readonly items: readonly RequestRow[] | null
  readonly hasMore: boolean
  readonly today: RequestSummary | null
  search(query: string, reasons?: readonly RequestReason[]): Promise<void>
  more(): Promise<void>
  /** All that the query finds, for a file. */
  all(): Promise<readonly RequestRow[]>
  changed(row: RequestRow): Promise<void>
}

export interface RequestDeps {
  readonly api: Pick<Api, 'network'>
  readonly now?: () => number
}

const pageSize = 100

export function createRequestStore({ api, now = Date.now }: RequestDeps): StoreApi<RequestState> {
  return createStore<RequestState>((set, get) => {
    const summarise = async (): Promise<void> => set({ today: await api.network.summary({ since: startOfDay(now()) }) })
    return {
      query: '',
      reasons: [],
      items: null,
      hasMore: false,
      today: null,
      async search(query, reasons = []) {
        set({ query, reasons })
        const { items, has_more } = await api.network.requests({ query, reasons: [...reasons], limit: pageSize })
        // Another word was typed meanwhile.
        if (get().query === query) set({ items, hasMore: has_more })
        await summarise()
      },
      async more() {
        const { query, reasons, items } = get()
        const last = items?.at(-1)
        if (!items || !last) return
        const page = await api.network.requests({ query, reasons: [...reasons], before_id: last.id, limit: pageSize })
        if (get().query === query && get().items === items) set({ items: [...items, ...page.items], hasMore: page.has_more })
      },
      async all() {
        const { query, reasons } = get()
        const found: RequestRow[] = []
        for (let more = true; more; ) {
          const last = found.at(-1)
          const page = await api.network.requests({
            query,
            reasons: [...reasons],
            limit: 1000,
            ...(last && { before_id: last.id }),
          })
          found.push(...page.items)
          more = page.has_more
        }
        return found
      },
      async changed(row) {
        const { items, query } = get()
        // Nobody looks.
        if (items === null) return
        const isShown = items.some(({ id }) => id === row.id)
        if (isShown) set({ items: items.map((each) => (each.id === row.id ? row : each)) })
        else if (query === '') set({ items: [row, ...items] })
        await summarise()
      },
    }
  })
}

function startOfDay(at: number): number {
  const day = new Date(at)
  return day.setHours(0, 0, 0, 0)
}

const columns = ['at', 'method', 'host', 'path', 'reason', 'sent_bytes', 'received_bytes', 'outcome'] as const

/** As RFC 4180 wants it; a cell that a spreadsheet would take for a formula is marked as text. */
export function requestsAsCsv(rows: readonly RequestRow[]): string {
  const lines = rows.map((row) =>
    columns.map((name) => cell(name === 'at' ? new Date(row.at).toISOString() : String(row[name]))).join(','),
  )
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
