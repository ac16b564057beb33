import { expect, test } from 'vitest'
import { createTemplateHandlers } from '../../../src-main/templates/template-handlers.ts'
import { createTemplateStore, matchingTemplates } from '../../../src-renderer/templates/template-store.ts'
import { templateError, templates } from '../../../src-shared/desktop/templates.ts'
import { newId } from '../../../src-shared/ids.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../serve-features.ts'

function open() {
  const db = openTestDb()
  const { api, end } = serveFeatures({ templates }, { templates: createTemplateHandlers({ db, now: () => 7 }) })
  const store = createTemplateStore({ api, newId })
  return {
    state: () => store.getState(),
    names: () => store.getState().templates.map(({ name }) => name),
    [Symbol.dispose]() {
      end()
      db[Symbol.dispose]()
    },
  }
}

test('templates stand by name, a changed one stays one, a removed one goes, and a reload finds the rest', async () => {
  using page = open()
  await page.state().put({ name: 'Letter', text: 'Write a letter' })
  await page.state().put({ name: 'Answer', text: 'Answer kindly' })
  const [answer, letter] = page.state().templates
  await page.state().put({ name: 'Reply', text: 'Reply kindly' }, answer?.id)
  expect(page.names()).toEqual(['Letter', 'Reply'])

  await page.state().remove(letter?.id ?? '')
  await page.state().reread()

  expect(page.names()).toEqual(['Reply'])
})

test('a name that is taken is refused, and the list stays as it is', async () => {
  using page = open()
  await page.state().put({ name: 'Letter', text: 'Write a letter' })

  await expect(page.state().put({ name: 'LETTER', text: 'x' })).rejects.toMatchObject({ code: templateError.nameTaken })

  expect(page.names()).toEqual(['Letter'])
})

test('a filter finds words in any case, names that begin with them first', async () => {
  using page = open()
  for (const name of ['A letter', 'Letter to a customer', 'Summary']) await page.state().put({ name, text: name })

  expect(matchingTemplates(page.state().templates, 'LETTER').map(({ name }) => name)).toEqual([
    'Letter to a customer',
    'A letter',
  ])
})
