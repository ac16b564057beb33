import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { longSentence } from '../helpers/knowing-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { pressOnceShown } from '../helpers/press-once-shown.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { untilRead } from '../helpers/until-read.ts'

const limit = { timeout: 60_000 }

const lease = [
  '# Lease of the flat in Harbour Street',
  'The rent is 900 euros and is due on the third day of each month.',
  'Dogs may stay in the flat if the landlord agrees in writing.',
  'The tenant gives notice three months before the end of a quarter.',
].join('\n\n')

test('a person without a network gets from the first start to a cited answer, and finds it again after a restart', async () => {
  using folder = tempFolder()
  const documents = writeDocuments(folder.path)
  const data = join(folder.path, 'data')
  {
    await using shell = await startShell(data)
    await using opened = await openPage(shell.url)
    const { page } = opened

    await page.getByRole('button', { name: 'Use the demo model' }).click()
    await page.getByLabel('Add files').setInputFiles(documents)
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
    await untilRead(data, documents.length)
    await ask(page, 'When does the tenant have to give notice?')

    const answer = page.getByRole('article', { name: /answer/i }).last()
    await answer.getByText('The tenant gives notice three months before the end of a quarter.').first().waitFor(limit)
    await expectSource(page, 'The tenant gives notice three months before the end of a quarter.', 'lease.md')
    expect(opened.foreignRequests).toEqual([])
    expect(opened.faults).toEqual([])
  }
  await using again = await startShell(data)
  await using opened = await openPage(again.url)
  const { page } = opened

  await page
    .getByRole('button', { name: /When does the tenant/ })
    .first()
    .click()

  await page.getByText('The tenant gives notice three months before the end of a quarter.').first().waitFor(limit)
})

test('stop keeps the words, continue writes on, regenerate and edit make versions to switch between', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  const documents = writeDocuments(folder.path)
  await page.getByLabel('Add files').setInputFiles(documents)
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  await untilRead(join(folder.path, 'data'), documents.length)

  await ask(page, 'What does the warranty of the pump cover?')
  const answer = 'article[aria-label="Answer"]'
  await pressOnceShown(page, { place: answer, words: ['part 5 of the pump'], button: 'button[aria-label="Stop"]' })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('part 27 of the pump and nothing else.').first().waitFor(limit)

  await page.getByRole('button', { name: 'Regenerate' }).click()
  await page.getByText('2 / 2').waitFor(limit)
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('When is the rent due?')
  await page.getByRole('textbox', { name: 'Question', exact: true }).press('Enter')
  await page.getByText('is due on the third day of each month.').first().waitFor(limit)
  await page.getByRole('button', { name: 'Previous version' }).first().click()

  await page.getByText('What does the warranty of the pump cover?').first().waitFor(limit)
  expect(faults).toEqual([])
})

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** The citation opens the document with exactly the passage marked. */
async function expectSource(page: Page, quote: string, document: string): Promise<void> {
  await page.getByRole('button', { name: /^Source 1:/ }).click()
  const viewer = page.getByRole('complementary', { name: 'Source' })
  await viewer.getByText(document).first().waitFor(limit)
  expect(await viewer.locator('mark').innerText()).toContain(quote)
  await viewer.getByRole('button', { name: 'Close' }).click()
}

function writeDocuments(folder: string): string[] {
  mkdirSync(join(folder, 'documents'))
  const files = { 'lease.md': lease, 'warranty.txt': `${longSentence}\n` }
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, 'documents', name)
    writeFileSync(path, text)
    return path
  })
}
