import { expect, test } from 'vitest'
import { createPersonaHandlers } from '../../../src-main/personas/persona-handlers.ts'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import { copyOf, emptyDraft, isNameTaken } from '../../../src-renderer/personas/persona-form.ts'
import { createPersonaStore } from '../../../src-renderer/personas/persona-store.ts'
import { startingPersonas } from '../../../src-renderer/personas/starting-personas.ts'
import { personas } from '../../../src-shared/desktop/personas.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

const t = createLanguage().getFixedT<'personas'>(null, 'personas')

function open() {
  const db = openTestDb()
  const handlers = createPersonaHandlers({ db, now: () => 1, tellConversation: () => {} })
  const { api } = serveFeatures({ personas }, { personas: handlers })
  const store = createPersonaStore({ api, newId })
  return { state: () => store.getState(), [Symbol.dispose]: () => db[Symbol.dispose]() }
}

test('every persona to begin with can be added as it is', async () => {
  using page = open()

  for (const { draft } of startingPersonas(t)) await page.state().put(draft)

  expect(page.state().rows.map(({ name }) => name)).toEqual(startingPersonas(t).map(({ draft }) => draft.name))
  expect(page.state().rows.every(({ system_prompt }) => system_prompt.length > 50)).toBe(true)
})

test('a copy has a name that is free, however often it is copied, and never too long a one', async () => {
  using page = open()
  const row = await page.state().put({ ...emptyDraft, name: 'n'.repeat(60) })

  for (let n = 0; n < 3; n++) await page.state().put(copyOf(t, row, page.state().rows))

  const names = page.state().rows.map(({ name }) => name)
  expect(new Set(names).size).toBe(4)
  expect(names.every((name) => name.length <= 60)).toBe(true)
})

test('a name counts as taken in any case of letters, but not by itself', async () => {
  using page = open()
  const row = await page.state().put({ ...emptyDraft, name: 'Editor' })

  expect(isNameTaken({ ...emptyDraft, name: ' eDITOR ' }, page.state().rows)).toBe(true)
  expect(isNameTaken({ ...emptyDraft, name: 'editor', id: row.id }, page.state().rows)).toBe(false)
})

test('what was chosen for a new chat is let go when it is removed, and the order follows a move', async () => {
  using page = open()
  const first = await page.state().put({ ...emptyDraft, name: 'First' })
  const second = await page.state().put({ ...emptyDraft, name: 'Second' })
  page.state().chooseForNew(second.id)
  await page.state().move(second.id, 0)
  const moved = page.state().rows.map(({ name }) => name)

  await page.state().remove(second.id)

  expect(moved).toEqual(['Second', 'First'])
  expect(page.state().newPersonaId).toBeNull()
  expect(page.state().rows.map(({ id }) => id)).toEqual([first.id])
})
