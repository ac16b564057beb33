import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AnswerSpeed, DailySpeed, DailyUse } from '../../src-shared/desktop/usage.ts'
import type { Api } from '../api.ts'
import { dayOf, daysUntil } from './days.ts'

/** Days that are shown at once. */
export const windowDays = 30

export interface UsageHistoryState {
  /** A moment of the last day that is shown. */
  readonly until: number
  readonly messages: readonly DailyUse[]
  readonly speeds: { readonly whole: readonly AnswerSpeed[]; readonly days: readonly DailySpeed[] }
  readonly isLoaded: boolean
  /** Reads what is shown once more. */
  reread(): Promise<void>
  /** Whole windows back, or forth as far as today. */
  step(by: 1 | -1): Promise<void>
  isToday(): boolean
}

export interface UsageHistoryDeps {
  readonly api: Pick<Api, 'usage'>
  readonly now?: () => number
}

/** Use and speed of some days in a row. */
export function createUsageHistoryStore({ api, now = Date.now }: UsageHistoryDeps): StoreApi<UsageHistoryState> {
  return createStore<UsageHistoryState>((set, get) => {
    async function show(until: number): Promise<void> {
      const span = spanOf(until)
      const [messages, speeds] = await Promise.all([api.usage.daily(span), api.usage.speeds(span)])
      set({ until, messages, speeds, isLoaded: true })
    }
    const isToday = (): boolean => dayOf(get().until).name === dayOf(now()).name
    return {
      until: now(),
      messages: [],
      speeds: { whole: [], days: [] },
      isLoaded: false,
      // A window that ends today goes on with the days.
      reread: () => show(isToday() ? now() : get().until),
      step: (by) => show(Math.min(now(), dayOf(get().until, by * windowDays).at)),
      isToday,
    }
  })
}

function spanOf(until: number): { from: number; to: number } {
  const [first] = daysUntil(until, windowDays)
  return { from: first?.at ?? until, to: dayOf(until, 1).at }
}
