import { expect, test } from 'vitest'
import { followSystem, showTheme } from '../../../src-renderer/settings/show-theme.ts'

function targetOf(isDark: boolean) {
  const kept = new Map<string, string>()
  const root: { dataset: DOMStringMap } = { dataset: {} }
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  return { root, storage, prefersDark: { matches: isDark } }
}

test('a theme that was chosen is shown whatever the system does; otherwise the system’s', () => {
  const target = targetOf(true)

  const shown = (['light', 'dark', 'system'] as const).map((theme) => {
    showTheme(theme, target)
    return target.root.dataset.theme
  })

  expect(shown).toEqual(['light', 'dark', 'dark'])
})

// A locked window stayed light after the system had become dark: what is set was not known there, and nothing was drawn.
test('when the system becomes dark, who follows it does so, and who chose a theme keeps it', () => {
  const shown = ([undefined, 'system', 'light', 'dark'] as const).map((theme) => {
    const target = targetOf(false)
    if (theme !== undefined) showTheme(theme, target)
    target.prefersDark.matches = true
    followSystem(target)
    return target.root.dataset.theme
  })

  expect(shown).toEqual(['dark', 'dark', 'light', 'dark'])
})
