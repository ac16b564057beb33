import type { KnowledgeStore, PassageUse } from '../stores/knowledge-store.ts'

/** Counts what searches handed on, a moment later and all at once: no search waits for it, and none fails by it. */
export interface UseCounter extends AsyncDisposable {
  add(uses: readonly PassageUse[]): void
  /** Ends when nothing is under way any more. */
  flush(): Promise<void>
}

export interface UseCounterDeps {
  readonly knowledge: KnowledgeStore
  readonly now: () => number
  readonly onFault: (stage: string, error: unknown) => void
}

const flushAfterMs = 2000
/** More are not counted while the store does not take them. */
const mostWaiting = 10_000

export function createUseCounter({ knowledge, now, onFault }: UseCounterDeps): UseCounter {
  const state: { waiting: PassageUse[]; timer?: NodeJS.Timeout | undefined } = { waiting: [] }
  const running = new Set<Promise<void>>()

  function begin(): void {
    clearTimeout(state.timer)
    state.timer = undefined
    const uses = state.waiting
    state.waiting = []
    const counting = knowledge
      .countUses(uses, new Date(now()))
      .catch((error: unknown) => onFault('count-uses', error))
      .finally(() => running.delete(counting))
    running.add(counting)
  }

  async function flush(): Promise<void> {
    begin()
    await Promise.all(running)
  }

  return {
    add(uses) {
      if (state.waiting.length < mostWaiting) state.waiting.push(...uses)
      state.timer ??= setTimeout(begin, flushAfterMs).unref()
    },
    flush,
    [Symbol.asyncDispose]: flush,
  }
}
