import { createStore, type StoreApi } from 'zustand/vanilla'
import { defaultSettings, type Settings } from '../../src-shared/desktop/settings.ts'
import type { Api } from '../api.ts'

export interface SettingsState {
  readonly settings: Settings
  /** The system prompt as it is being typed, until the core has it. */
  readonly typedPrompt: string | null
  /** Undone when the core refuses. */
  change(change: Partial<Settings>): Promise<void>
  typePrompt(text: string): void
  /** Keeps now what was typed. */
  keepPrompt(): Promise<void>
  reread(): Promise<void>
}

export interface SettingsDeps {
  readonly api: Pick<Api, 'settings'>
  readonly delayMs?: number
}

export function createSettingsStore({ api, delayMs = 500 }: SettingsDeps): StoreApi<SettingsState> {
  let typing: ReturnType<typeof setTimeout> | undefined
  /** As the core has them. What it was asked and has not answered yet is shown over them: an earlier answer takes nothing back. */
  let known: Settings = defaultSettings
  const asked = new Set<Partial<Settings>>()
  const shown = (): Settings => Object.assign({ ...known }, ...asked)
  return createStore<SettingsState>((set, get) => ({
    settings: defaultSettings,
    typedPrompt: null,
    async change(change) {
      const mine = { ...change }
      asked.add(mine)
      set({ settings: shown() })
      try {
        known = await api.settings.change(change)
      } finally {
        asked.delete(mine)
        set({ settings: shown() })
      }
    },
    typePrompt(text) {
      set({ typedPrompt: text })
      clearTimeout(typing)
      // What cannot be kept now stays, and is kept when the connection is back.
      typing = setTimeout(
        () =>
          void get()
            .keepPrompt()
            .catch(() => {}),
        delayMs,
      )
    },
    async keepPrompt() {
      clearTimeout(typing)
      const { typedPrompt: text, settings } = get()
      if (text === null) return
      if (text !== settings.system_prompt) await get().change({ system_prompt: text })
      if (get().typedPrompt === text) set({ typedPrompt: null })
    },
    async reread() {
      known = await api.settings.get()
      set({ settings: shown() })
      await get().keepPrompt()
    },
  }))
}
