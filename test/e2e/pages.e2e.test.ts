import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { type ExpectStatic, expect, test } from 'vitest'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const manual = `# K-200 circulation pump

## Warranty

The K-200 pump is covered by the warranty for 24 months. The warranty does not hold if the pump ran dry.

## Storage

Store the pump dry and turn the shaft by hand once a month.
`

function writeDocuments(folder: string): string {
  const documents = join(folder, 'documents')
  mkdirSync(documents)
  writeFileSync(join(documents, 'K-200 manual.md'), manual)
  writeFileSync(join(documents, 'Letter.txt'), 'Transport damage is reported to the carrier within seven days.')
  writeFileSync(join(documents, 'Broken.pdf'), '%PDF-1.4 and nothing else')
  return documents
}

const goTo = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).first().click()

/** Documents can be read once its search model is there. */
async function addDemo(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /demo model/i })
    .first()
    .click(limit)
  await goTo(page, /^Models/)
  await page.getByRole('row', { name: /^Demo model for search/ }).waitFor(limit)
}

async function importFolder(page: Page, folder: string): Promise<void> {
  await goTo(page, /^Knowledge/)
  await page.getByRole('button', { name: 'Add a folder' }).click()
  await page.getByRole('textbox', { name: 'Path of a file or folder' }).fill(folder)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('row', { name: /K-200 manual.md.*Ready/ }).waitFor(limit)
  await page.getByRole('button', { name: 'Try Broken.pdf again' }).waitFor(limit)
}

async function choose(page: Page, name: string | RegExp): Promise<void> {
  // The radio itself is hidden behind its words.
  await page.getByRole('radio', { name }).check({ force: true })
}

test('models, knowledge and usage work, and axe finds nothing in either theme', async () => {
  using folder = tempFolder()
  const documents = writeDocuments(folder.path)
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults, foreignRequests } = opened
  const look = (name: string): Promise<void> => lookAt(page, `${name}`)

  await addDemo(page)
  await goTo(page, /^Usage/)
  await page.getByText('Nothing in these 30 days.').waitFor(limit)
  await look('usage-empty')
  await goTo(page, /^Knowledge/)
  await page.getByText('Files can also be dropped').waitFor(limit)
  await look('knowledge-empty')

  await walkKnowledge({ page, documents, look }, expect)
  await askInNewChat(page)
  await walkModels({ page, documents, look })
  await walkUsage({ page, look })

  expect(foreignRequests).toEqual([])
  expect(faults).toEqual([])
})

test('what was chosen for a model is there again after a reload, and a removed collection leaves its files', async () => {
  using folder = tempFolder()
  const documents = writeDocuments(folder.path)
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await addDemo(page)
  await importFolder(page, documents)

  await goTo(page, /^Models/)
  await page.getByRole('button', { name: 'More about Demo model', exact: true }).click(limit)
  await page.getByRole('button', { name: 'Settings…' }).click()
  await page.getByRole('textbox', { name: 'Longest answer' }).fill('64')
  await page.keyboard.press('Enter')
  // The page shows a choice before the core has it.
  const api = await joinCore(data)
  await expect.poll(() => longestAnswer(api, 'Demo model')).toBe(64)
  await page.reload()
  await page.getByRole('button', { name: 'More about Demo model', exact: true }).click(limit)
  await page.getByRole('button', { name: 'Settings…' }).click()
  await expect.poll(() => page.getByRole('textbox', { name: 'Longest answer' }).inputValue()).toBe('64')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect.poll(() => page.getByRole('textbox', { name: 'Longest answer' }).inputValue()).toBe('')
  await page.getByRole('button', { name: 'Done' }).click()

  await goTo(page, /^Knowledge/)
  // A document went at once, and of what was handed over there was no other copy.
  await page.getByRole('button', { name: 'More about Letter.txt' }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('dialog', { name: 'Remove “Letter.txt”?' }).getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'More about My documents' }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('dialog').getByText('3 documents go from Hearth').waitFor(limit)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Files can also be dropped').waitFor(limit)

  expect(faults).toEqual([])
})

async function longestAnswer(api: Client<typeof desktop>, name: string): Promise<number | null> {
  const model = (await api.models.list()).find((entry) => entry.name === name)
  return model ? (await api.models.settings({ id: model.id })).max_answer_tokens : null
}

interface Walk {
  readonly page: Page
  readonly documents: string
  /** Takes the picture of a state, and has axe look at it. */
  readonly look: (name: string) => Promise<void>
}

async function walkKnowledge({ page, documents, look }: Walk, expect: ExpectStatic): Promise<void> {
  await importFolder(page, documents)
  await look('knowledge-documents')
  await choose(page, /^Problems 1/)
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  await choose(page, /^All 3/)
  await page.getByRole('button', { name: 'More about K-200 manual.md' }).click()
  await page.getByRole('button', { name: 'Show passages…' }).click()
  await page.getByRole('dialog').getByText('The warranty does not hold').first().waitFor(limit)
  await look('knowledge-passages')
  await page.keyboard.press('Escape')

  await choose(page, 'Search')
  await page.getByRole('searchbox', { name: 'What to look for' }).fill('Does the warranty hold if the pump ran dry?')
  await page.keyboard.press('Enter')
  await page.getByText('Automatic chose Hybrid').waitFor(limit)
  await page.getByText('A question: its meaning counts more than its words.', { exact: false }).waitFor(limit)
  expect(await page.locator('.results mark').allInnerTexts()).toContain('warranty')
  await look('knowledge-playground')
  await page.locator('.results .passage').first().click()
  await page.getByRole('complementary').locator('mark').first().waitFor(limit)
  await look('knowledge-playground-source')
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click()
  await choose(page, 'Options')
  await page.getByRole('button', { name: 'Read changed files again' }).waitFor(limit)
  await look('knowledge-options')
}

async function askInNewChat(page: Page): Promise<void> {
  await choose(page, 'Search')
  await page.getByRole('searchbox', { name: 'What to look for' }).fill('How long is the K-200 pump covered?')
  await page.getByRole('button', { name: 'Ask in a new chat' }).click()
  await page.getByRole('button', { name: 'Send' }).click(limit)
  await page.getByText('for 24 months').first().waitFor(limit)
}

async function walkModels({ page, documents, look }: Walk): Promise<void> {
  await goTo(page, /^Models/)
  const demo = page.getByRole('row', { name: /Demo model Default/ })
  await demo.getByText(/\d tok\/s/).waitFor(limit)
  await page.getByRole('button', { name: 'Unload Demo model' }).waitFor(limit)
  await look('models-loaded')
  await page.getByRole('button', { name: 'More about Demo model', exact: true }).click()
  await page.getByRole('button', { name: 'Check the file…' }).click()
  await page.getByText('The file is as it was').waitFor(limit)
  await look('models-check')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More about Demo model', exact: true }).click()
  await page.getByRole('button', { name: 'Settings…' }).click()
  await page.getByRole('textbox', { name: 'Temperature' }).fill('0.3')
  await page.keyboard.press('Enter')
  await look('models-settings')
  await page.getByRole('button', { name: 'Done' }).click()
  await page
    .getByRole('button', { name: /what Qwen3 .* needs/ })
    .first()
    .click(limit)
  await page.getByText('Room to work').waitFor(limit)
  await look('models-needs')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Import a model…' }).click()
  await page.getByRole('textbox', { name: 'Path of the file or folder' }).fill(join(documents, 'Letter.txt'))
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('alert').getByText('This is no model that Hearth can use').waitFor(limit)
  await look('models-import-fault')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More about Demo model', exact: true }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByText('This frees', { exact: false }).waitFor(limit)
  await look('models-remove')
  await page.getByRole('button', { name: 'Keep' }).click()
}

async function walkUsage({ page, look }: Omit<Walk, 'documents'>): Promise<void> {
  await goTo(page, /^Usage/)
  await page.getByRole('img', { name: /^Messages per day.*: 1 in all/ }).waitFor(limit)
  await page.getByRole('img', { name: /^Tokens per second of Demo model/ }).waitFor(limit)
  await look('usage')
  await page.getByRole('radio', { name: 'Table' }).first().check({ force: true })
  await page.getByRole('columnheader', { name: 'Day' }).first().waitFor(limit)
  await look('usage-table')
  await page.getByRole('button', { name: 'Earlier' }).click()
  await page.getByText('Nothing in these 30 days.').waitFor(limit)
  await page.getByRole('button', { name: 'Later' }).click()
  await page.setViewportSize({ width: 480, height: 800 })
  await look('usage-narrow')
}
