import { expect, test } from 'vitest'
import { createLanguageHandlers } from '../../../src-main/languages/language-handlers.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { languages as contract, languageError, languageFileLimitBytes } from '../../../src-shared/desktop/languages.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

const french = {
  ...{ format: 'hearth.language', version: 1, tag: 'fr', name: 'Français', direction: 'ltr' },
  words: { 'rail:newChat': 'Nouvelle discussion' },
}

const bytesOf = (file: unknown) => ({ bytes: new TextEncoder().encode(JSON.stringify(file)) })

function open() {
  const db = openTestDb()
  const told: Change[] = []
  db.watch((changes) => told.push(...changes))
  const handlers = { languages: createLanguageHandlers({ db, now: () => 7 }) }
  return { told, languages: serveFeatures({ languages: contract }, handlers).api.languages }
}

test('a language is kept, replaced by a later file of its tag, told each time, and removed', async () => {
  const { told, languages } = open()

  await languages.add(bytesOf(french))
  await languages.add(bytesOf({ ...french, tag: 'FR', name: 'Le français' }))
  await languages.add(bytesOf({ ...french, tag: 'ar', name: 'العربية', direction: 'rtl' }))
  const listed = await languages.list()
  await languages.remove({ tag: 'fr' })

  expect(listed.map(({ tag, name, direction }) => [tag, name, direction])).toEqual([
    ['fr', 'Le français', 'ltr'],
    ['ar', 'العربية', 'rtl'],
  ])
  expect(listed[0]?.words).toEqual(french.words)
  expect(told.map(({ table, id, row }) => [table, id, row === null])).toEqual([
    ['languages', 'fr', false],
    ['languages', 'fr', false],
    ['languages', 'ar', false],
    ['languages', 'fr', true],
  ])
  await expect(languages.remove({ tag: 'fr' })).rejects.toMatchObject({ code: languageError.unknown })
})

test.each([
  ['no JSON', { bytes: new TextEncoder().encode('{"format":') }],
  ['no text', { bytes: new Uint8Array([0xff, 0xfe, 0x00]) }],
  ['another thing', bytesOf({ format: 'hearth.library', version: 1 })],
  ['a tag that is none', bytesOf({ ...french, tag: 'not a tag' })],
  ['no direction', bytesOf({ ...french, direction: 'up' })],
  ['words that are no text', bytesOf({ ...french, words: { 'rail:newChat': { en: 'New chat' } } })],
  ['control characters', bytesOf({ ...french, words: { 'rail:newChat': 'New\u0000chat' } })],
  ['a book in one sentence', bytesOf({ ...french, words: { 'rail:newChat': 'x'.repeat(5000) } })],
])('a file with %s is refused, and nothing is kept', async (_, file) => {
  const { told, languages } = open()

  await expect(languages.add(file)).rejects.toMatchObject({ code: languageError.unreadable })

  expect([await languages.list(), told]).toEqual([[], []])
})

test('a language that is built in is not replaced by a file, and a file of any size is not read', async () => {
  const { languages } = open()
  const large = { bytes: new Uint8Array(languageFileLimitBytes + 1) }

  await expect(languages.add(bytesOf({ ...french, tag: 'de' }))).rejects.toMatchObject({ code: languageError.builtIn })
  await expect(languages.add(large)).rejects.toMatchObject({ code: languageError.tooLarge })
  expect(await languages.add(bytesOf({ ...french, tag: 'de-AT' }))).toMatchObject({ tag: 'de-AT' })
})
