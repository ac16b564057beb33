import { expect, test } from 'vitest'
import { createRailStore } from '../../../src-renderer/rail/rail-store.ts'
import { createPanelStore, panelLimits } from '../../../src-renderer/ui/panel-store.ts'

function createStorage() {
  const kept = new Map<string, string>()
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }
}

test('widths and a hidden rail are there again at the next start', () => {
  const storage = createStorage()
  const first = createPanelStore(storage).getState()

  first.resize('rail', 300)
  first.resize('aside', 500)
  first.hideRail()

  expect(createPanelStore(storage).getState()).toMatchObject({ railPx: 300, asidePx: 500, isRailShown: false })
})

test('no width beyond its bounds is taken, also not one that was remembered damaged', () => {
  const storage = createStorage()
  storage.setItem('panel.aside', 'wide')
  const { getState } = createPanelStore(storage)

  getState().resize('rail', 5000)

  expect([getState().railPx, getState().asidePx]).toEqual([panelLimits.rail.max, panelLimits.aside.usual])
})

test('a folder that was closed is closed at the next start', () => {
  const storage = createStorage()

  createRailStore(storage).getState().toggleFolder('a')
  createRailStore(storage).getState().toggleFolder('b')
  createRailStore(storage).getState().toggleFolder('a')

  expect([...createRailStore(storage).getState().closedFolders]).toEqual(['b'])
})
