import { expect, test } from 'vitest'
import { createSettingsHandlers } from '../../../src-main/settings/settings-handlers.ts'
import { chordOf, type KeyboardPlace, keysOf, type Pressed } from '../../../src-renderer/commands/chord.ts'
import { allCommands } from '../../../src-renderer/commands/commands.ts'
import {
  commandOf,
  conflictOf,
  listShortcuts,
  resetShortcut,
  type ShortcutFacts,
  setShortcut,
  shortcutOf,
} from '../../../src-renderer/commands/shortcuts.ts'
import { createCoreLink } from '../../../src-renderer/connection/core-link.ts'
import { createSettingsStore } from '../../../src-renderer/settings/settings-store.ts'
import { settings as contract } from '../../../src-shared/desktop/settings.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

const facts = (more: Partial<ShortcutFacts> = {}): ShortcutFacts => ({ chosen: {}, isMac: false, isBrowser: true, ...more })

const press = (keys: Partial<Pressed>): Pressed => ({
  ...{ key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...keys,
})

test.each<[string, Partial<Pressed>, boolean, string | undefined]>([
  ['Ctrl and a letter', { key: 'k', code: 'KeyK', ctrlKey: true }, false, 'Mod+K'],
  ['Command on a Mac', { key: 'k', code: 'KeyK', metaKey: true }, true, 'Mod+K'],
  ['Shift counts beside a letter', { key: 'F', code: 'KeyF', ctrlKey: true, shiftKey: true }, false, 'Mod+Shift+F'],
  ['Shift that makes a sign does not', { key: '?', code: 'Minus', ctrlKey: true, shiftKey: true }, false, 'Mod+?'],
  ['a Russian letter is the key it lies on', { key: 'л', code: 'KeyK', ctrlKey: true }, false, 'Mod+K'],
  ['Alt on a Mac writes a sign; the key counts', { key: '˜', code: 'KeyN', altKey: true }, true, 'Alt+N'],
  ['on a French keyboard the letter counts, not the place', { key: 'a', code: 'KeyQ', ctrlKey: true }, false, 'Mod+A'],
  ['a function key alone', { key: 'F2', code: 'F2' }, false, 'F2'],
  ['a modifier alone is none', { key: 'Control', code: 'ControlLeft', ctrlKey: true }, false, undefined],
])('%s', (...[, keys, isMac, chord]) => {
  expect(chordOf(press(keys), { isMac })).toBe(chord)
})

test('the keys of a chord are told apart, the plus sign too', () => {
  expect(keysOf('Mod+Shift+F')).toEqual(['Mod', 'Shift', 'F'])
  expect(keysOf('Mod++')).toEqual(['Mod', '+'])
})

const places: KeyboardPlace[] = [true, false].flatMap((isMac) => [true, false].map((isBrowser) => ({ isMac, isBrowser })))

test.each(places)('no chord that is given is taken twice or reserved: %o', (place) => {
  const given = listShortcuts(facts(place)).flatMap(({ command, chord }) => (chord === null ? [] : [{ command, chord }]))

  expect(new Set(given.map(({ chord }) => chord)).size).toBe(given.length)
  expect(given.map(({ command, chord }) => conflictOf(command.id, chord, facts(place))).filter(Boolean)).toEqual([])
})

test('every command has an id of its own', () => {
  expect(new Set(allCommands.map(({ id }) => id)).size).toBe(allCommands.length)
})

test('what is chosen goes before what is given, and none is none', () => {
  const chosen = { openModels: 'Mod+K', newChat: null }

  expect(commandOf('Mod+K', facts({ chosen }))?.id).toBe('openModels')
  expect(shortcutOf('newChat', facts({ chosen }))).toBeNull()
  expect(commandOf('Alt+N', facts({ chosen }))).toBeUndefined()
})

test('a chord that is taken, kept by the browser, or would be typed is said to be', () => {
  expect(conflictOf('openModels', 'Mod+K', facts())).toEqual({ kind: 'command', id: 'search' })
  expect(conflictOf('openModels', 'Mod+T', facts())).toEqual({ kind: 'reserved' })
  expect(conflictOf('openModels', 'Mod+T', facts({ isBrowser: false }))).toBeUndefined()
  expect(conflictOf('openModels', 'M', facts())).toEqual({ kind: 'typed' })
  expect(conflictOf('search', 'Mod+K', facts())).toBeUndefined()
})

test('a chord that is given to a command is taken from the one that had it, stored, and given back by a reset', async () => {
  using db = openTestDb()
  const { api } = serveFeatures({ settings: contract }, { settings: createSettingsHandlers({ db, now: () => 1 }) })
  const settings = createSettingsStore({ api })
  const page = { settings, link: createCoreLink({ connect: () => Promise.reject(new Error('not connected')) }) }
  const chordOfCommand = (id: 'search' | 'openModels') =>
    shortcutOf(id, facts({ chosen: settings.getState().settings.shortcuts }))

  await setShortcut(page, 'openModels', 'Mod+K')
  await settings.getState().reread()
  expect([chordOfCommand('openModels'), chordOfCommand('search')]).toEqual(['Mod+K', null])

  await resetShortcut(page)
  expect([chordOfCommand('openModels'), chordOfCommand('search')]).toEqual([null, 'Mod+K'])
})
