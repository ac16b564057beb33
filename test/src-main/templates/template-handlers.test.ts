import { expect, test } from 'vitest'
import { createTemplateHandlers } from '../../../src-main/templates/template-handlers.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { templateError } from '../../../src-shared/desktop/templates.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

function open() {
  const db = openTestDb()
  const told: Change[] = []
  db.watch((changes) => told.push(...changes))
  const journalled = (): unknown[] => db.prepare("SELECT op FROM journal WHERE kind = 'template' ORDER BY n").pluck().all()
  return {
    told,
    journalled,
    templates: createTemplateHandlers({ db, now: () => 7 }),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

test('a template is added, changed under its id, told and journalled each time, and removed', async () => {
  using store = open()
  const id = newId()
  await store.templates.put({ id, name: 'Summary', text: 'Summarise {{text}}' }, signal)

  const changed = await store.templates.put({ id, name: 'Short summary', text: 'Summarise {{text}} in one line' }, signal)
  expect(await store.templates.list(undefined, signal)).toEqual([changed])
  await store.templates.remove({ id }, signal)

  expect(await store.templates.list(undefined, signal)).toEqual([])
  expect(store.journalled()).toEqual(['put', 'put', 'remove'])
  expect(store.told.at(-1)).toEqual({ table: 'templates', id, row: null })
})

test('a name that another template has in other letters is refused, and nothing is journalled', async () => {
  using store = open()
  await store.templates.put({ id: newId(), name: 'Summary', text: 'One' }, signal)

  const taken = () => store.templates.put({ id: newId(), name: 'SUMMARY', text: 'Two' }, signal)

  expect(taken).toThrow(expect.objectContaining({ code: templateError.nameTaken }))
  expect(store.journalled()).toEqual(['put'])
})
