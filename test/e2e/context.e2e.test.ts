import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { joinCore } from '../helpers/join-core.ts'
import { scriptedAnswer } from '../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { type OpenPage, openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

test('a long chat is summarised in front of the person, who edits, removes and brings back the summary; the meter adds up', async () => {
  await using app = await openWithModel()
  const { page } = app
  for (let n = 0; n < 4; n++) await ask(page, story(n))

  const fold = page.getByRole('button', { name: 'Summary of the first 4 messages' })
  await fold.click(limit)
  await page.getByText('The model reads this in place of the messages above.').waitFor(limit)
  const first = await figures(page)
  await page.getByRole('region', { name: 'Summary' }).getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Summary' }).fill('Four stories of a b')
  // What is typed in it outlives the page.
  await page.reload()
  await expect.poll(() => page.getByRole('textbox', { name: 'Summary' }).inputValue(limit), limit).toBe('Four stories of a b')
  await page
    .getByRole('textbox', { name: 'Summary' })
    .fill(`Four stories of a boat on a river. ${'It came back each time. '.repeat(12)}`)
  await page.getByRole('textbox', { name: 'Summary' }).press('Control+Enter')
  await page.getByText('Edited by you').waitFor(limit)
  await expect.poll(() => focused(page)).toBe('Edit')
  const edited = await changedFigures(page, first, 'Summary of the beginning')

  expect(first.parts.get('Summary of the beginning')).toBeGreaterThan(0)
  expect(edited.parts.get('Summary of the beginning')).toBeGreaterThan((first.parts.get('Summary of the beginning') ?? 0) + 40)
  for (const { used, sum } of [first, edited]) expect(used).toBe(sum)
  await page.getByRole('region', { name: 'Summary' }).getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The model reads the messages themselves again.').waitFor(limit)
  await fold.waitFor({ ...limit, state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await fold.waitFor(limit)
  await page.reload()
  await fold.waitFor(limit)
  expect(await page.getByText('Story 0').count()).toBeGreaterThan(0)
  expect(app.faults).toEqual([])
})

test('by keyboard alone a chat is compacted by hand, and what is being typed is counted', async () => {
  await using app = await openWithModel()
  const { page } = app
  for (const n of [0, 1]) await ask(page, story(n))
  const chip = page.getByRole('button', { name: /^Context:/ })
  const before = await chip.getAttribute('aria-label')

  await page.getByRole('textbox', { name: 'Your question' }).fill('And what became of the boat in the end? '.repeat(10))
  await expect.poll(() => chip.getAttribute('aria-label'), limit).not.toBe(before)
  await chip.focus()
  await page.keyboard.press('Enter')
  await page.getByText('Your question').last().waitFor(limit)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Compact now')
  await page.keyboard.press('Enter')

  await page.getByRole('button', { name: 'Summary of the first 2 messages' }).waitFor(limit)
  expect(await focused(page)).toBe('Compact now')
  await page.keyboard.press('Escape')
  expect(await focused(page)).toMatch(/^Context:/)
  expect(app.faults).toEqual([])
})

test('a persona is made, answers by its own sampling, is counted, and deleting it keeps its chat', async () => {
  await using app = await openWithModel({ temperature: 2, top_p: 1, top_k: 0 })
  const { page } = app
  await page.getByRole('button', { name: 'Choose a persona' }).click(limit)
  await page.getByRole('button', { name: 'Manage personas' }).click()
  await page.getByRole('button', { name: 'Add Editor' }).click()
  await page.getByRole('button', { name: 'Edit Editor' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Strict editor')
  await page.getByText('How freely it chooses its words').click()
  await page.getByRole('spinbutton', { name: /^Temperature/ }).fill('0')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('temperature 0').waitFor(limit)

  await page.getByRole('listitem').filter({ hasText: 'Strict editor' }).getByRole('button', { name: 'New chat' }).click()
  await ask(page, 'Who are you?')
  await page.getByRole('article').getByText(scriptedAnswer).waitFor(limit)
  const withPersona = await figures(page)
  await page.getByRole('button', { name: 'Persona: Strict editor' }).click()
  await page.getByRole('button', { name: 'Manage personas' }).click()
  await page.getByRole('button', { name: 'More about Strict editor' }).click()
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByText('1 chat uses it.').waitFor(limit)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Add Editor' }).waitFor(limit)
  await page.goBack()

  await page.getByRole('article').getByText(scriptedAnswer).waitFor(limit)
  await page.getByRole('button', { name: 'Choose a persona' }).waitFor(limit)
  const without = await changedFigures(page, withPersona, 'Instructions and persona')
  expect(without.parts.get('Instructions and persona')).toBeLessThan(
    (withPersona.parts.get('Instructions and persona') ?? 0) - 30,
  )
  expect(app.faults).toEqual([])
})

test('meter, summary, personas and their editor: no fault in either theme that axe can find', async () => {
  await using app = await openWithModel()
  const { page } = app
  const look = (name: string): Promise<void> => lookAt(page, `${name}`)
  // Nothing is half drawn in a picture.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.getByRole('button', { name: 'Choose a persona' }).click(limit)
  await page.getByRole('button', { name: 'Manage personas' }).click()
  await page.getByRole('button', { name: 'Add Editor' }).waitFor(limit)
  await look('personas-empty')
  for (const name of ['Editor', 'Explainer']) await page.getByRole('button', { name: `Add ${name}` }).click()
  await page.getByRole('button', { name: 'Edit Explainer' }).waitFor(limit)
  await look('personas')
  await page.getByRole('button', { name: 'Edit Editor' }).click()
  await page.getByText('How freely it chooses its words').click()
  await look('persona-editor')
  await page.keyboard.press('Escape')
  await page.getByRole('listitem').filter({ hasText: 'Explainer' }).getByRole('button', { name: 'New chat' }).click()
  for (const n of [0, 1, 2]) await ask(page, story(n))
  await page.getByRole('button', { name: /^Context:/ }).click()
  await page.locator('.context-panel').getByText('6 messages').waitFor(limit)
  await look('context-meter')
  await page.getByRole('button', { name: 'Compact now' }).click()
  await page.getByRole('button', { name: 'Summary of the first 4 messages' }).waitFor(limit)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Summary of the first 4 messages' }).click()
  await page.getByRole('region', { name: 'Summary' }).scrollIntoViewIfNeeded()
  await look('summary')
  await page.getByRole('region', { name: 'Summary' }).getByRole('button', { name: 'Edit' }).click()
  await look('summary-editor')
  await page.setViewportSize({ width: 480, height: 800 })
  await page.getByRole('button', { name: /^Context:/ }).click()
  await look('context-meter-narrow')
  expect(app.faults).toEqual([])
})

/** A window whose chats are answered by the scripted model. */
async function openWithModel(settings: object = {}): Promise<OpenPage> {
  const { scripted } = await ensureTestModels('scripted')
  await using open = new AsyncDisposableStack()
  const folder = open.use(tempFolder())
  const shell = open.use(await startShell(join(folder.path, 'data')))
  const api = await joinCore(join(folder.path, 'data'))
  await api.models.import({ path: scripted })
  await api.settings.change({ temperature: 0, ...settings })
  const opened = open.use(await openPage(shell.url))
  const all = open.move()
  return { ...opened, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** Three of them fit the model, four do not. */
const story = (n: number): string => `Story ${n}: ${'the boat went over the river and came back again. '.repeat(40)}`

/** Until it is answered: an answer may be there before anybody saw that one was being written. */
async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click(limit)
  const asked = page.getByRole('article').filter({ hasText: question.slice(0, 20) })
  await asked.last().locator('xpath=following::article').getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await page.getByRole('button', { name: 'Send' }).waitFor(limit)
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim())

interface Figures {
  readonly used: number
  readonly sum: number
  readonly parts: ReadonlyMap<string, number>
}

/** What the meter's panel says: the head, and its parts but for the room of the answer. */
async function figures(page: Page): Promise<Figures> {
  const chip = page.getByRole('button', { name: /^Context:/ })
  await chip.click(limit)
  const panel = page.locator('.context-panel')
  await panel.getByText('Counted by').waitFor(limit)
  const { parts, used } = await readPanel(panel)
  await page.keyboard.press('Escape')
  parts.delete('Kept free for the answer')
  return { used, parts, sum: [...parts.values()].reduce((sum, tokens) => sum + tokens, 0) }
}

/** All of it in one go: it may be counted anew between two. */
async function readPanel(panel: Locator): Promise<{ used: number; parts: Map<string, number> }> {
  const { head, lines } = await panel.evaluate((element) => {
    const wordsOf = (place: Element, what: string): string => place.querySelector(what)?.textContent?.trim() ?? ''
    const each = [...element.querySelectorAll('dl > div')].map((line) => [wordsOf(line, 'dt'), wordsOf(line, 'dd')] as const)
    return { head: wordsOf(element, '.context-head span'), lines: each }
  })
  return { used: numberIn(head.split(' of ')[0] ?? ''), parts: new Map(lines.map(([name, words]) => [name, numberIn(words)])) }
}

const numberIn = (words: string): number => Number(words.replaceAll(/\D/g, ''))

/** Measuring waits for a pause; what was asked before may still be counted first, so the part itself has to change. */
async function changedFigures(page: Page, before: Figures, part: string): Promise<Figures> {
  let now = before
  await expect
    .poll(async () => {
      now = await figures(page)
      return now.parts.get(part)
    }, limit)
    .not.toBe(before.parts.get(part))
  return now
}
