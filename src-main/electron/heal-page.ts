import type { CrashHistory } from '../engine/crash-history.ts'
import type { Ask } from './ask.ts'
import type { ShellWords } from './shell-words.ts'

export interface HealPageDeps {
  readonly history: CrashHistory
  readonly ask: Ask
  readonly words: () => ShellWords
  readonly quit: () => void
  /** Hears every crash. */
  readonly onCrash: (reason: string) => void
}

/** One page, as its window sees it. */
export interface SickPage {
  reload(): void
  /** Ends its process; it counts as a crash. */
  kill(): void
}

export interface PageHealer {
  crashed(page: SickPage, reason: string): Promise<void>
  hangs(page: SickPage): Promise<void>
  answers(): void
}

/**
 * A page that crashed is loaded again: what was typed and written lies in the core. After several times in a minute the person is
 * asked, so that nobody watches a window that blinks.
 */
export function createPageHealer({ history, ask, words, quit, onCrash }: HealPageDeps): PageHealer {
  let hanging: AbortController | undefined

  return {
    async crashed(page, reason) {
      hanging?.abort()
      if (reason === 'clean-exit') return
      onCrash(reason)
      history.note(['page'])
      if (!history.isLoop()) return page.reload()
      const { pageCrashed: message, pageCrashedDetail: detail, loadAgain, end } = words()
      const pressed = await ask({ type: 'error', message, detail, buttons: [loadAgain, end], defaultId: 0 })
      if (pressed !== 0) return quit()
      history.forgive()
      page.reload()
    },
    async hangs(page) {
      if (hanging && !hanging.signal.aborted) return
      const mine = new AbortController()
      hanging = mine
      const { pageHangs: message, pageHangsDetail: detail, loadAgain, wait } = words()
      const { signal } = mine
      const pressed = await ask({ type: 'warning', message, detail, buttons: [loadAgain, wait], defaultId: 1, signal })
      const isOver = signal.aborted
      mine.abort()
      if (pressed === 0 && !isOver) page.kill()
    },
    answers: () => hanging?.abort(),
  }
}
