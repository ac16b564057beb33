import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { line, openRail } from '../helpers/open-rail.ts'
import { seedManual, seedSearchableChat } from '../helpers/seed-search.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const field = (page: Page): Locator => page.getByRole('combobox', { name: 'Search everything' })
const option = (page: Page, name: string | RegExp): Locator => page.getByRole('option', { name })
const slot = (page: Page, id: string): Locator => page.locator(`[data-message-id="${id}"]`)

test('a hit lands on its message, on the branch it lies on, in view and marked, by keyboard alone', async () => {
  await using rail = await openRail()
  const { page, api, faults } = rail
  const { messageId } = await seedSearchableChat(api)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('pump run dr')
  await option(page, /The warranty does not apply once/).waitFor(limit)
  await page.keyboard.press('Enter')

  await slot(page, messageId).waitFor(limit)
  await expect.poll(() => isInView(slot(page, messageId))).toBe(true)
  expect(await slot(page, messageId).getAttribute('class')).toContain('marked')
  await expect.poll(() => marked(page, 'found')).toEqual(['pump', 'run', 'dry'])
  await page.getByRole('button', { name: 'Jump to newest' }).waitFor(limit)

  await page.reload()

  await slot(page, messageId).waitFor(limit)
  await expect.poll(() => isInView(slot(page, messageId))).toBe(true)
  expect(faults).toEqual([])
})

test('Enter before the answer is there opens the best hit of the words in the field, not of fewer words', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const { messageId } = await seedSearchableChat(api)

  await page.keyboard.press('Control+k')
  await option(page, /Reply to the dealer/)
    .first()
    .waitFor(limit)
  await page.keyboard.insertText('the warranty does not apply once')
  await page.keyboard.press('Enter')

  await field(page).waitFor({ state: 'detached', ...limit })
  await slot(page, messageId).waitFor(limit)
  expect(await slot(page, messageId).getAttribute('class')).toContain('marked')
})

test('the palette goes through its lines and kinds while the focus stays in its field, and gives it back when it closes', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  await seedSearchableChat(api)
  const question = page.getByRole('textbox', { name: 'Your question' })
  await question.focus()

  await page.keyboard.press('Control+k')
  await option(page, /Reply to the dealer/)
    .first()
    .waitFor(limit)
  const recent = await current(page)
  await page.keyboard.press('ArrowDown')
  expect(await current(page)).not.toBe(recent)
  await page.keyboard.press('ArrowUp')
  expect(await current(page)).toBe(recent)
  await page.keyboard.press('ArrowUp')
  expect(await current(page)).toContain('Use the dark theme')

  await page.keyboard.type('warranty')
  await page.getByRole('button', { name: /^Messages 3/ }).waitFor(limit)
  await page.keyboard.press('Tab')
  expect(await pressedTab(page)).toMatch(/^Chats/)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  expect(await pressedTab(page)).toMatch(/^Commands/)
  expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true)

  await page.keyboard.press('Escape')
  await field(page).waitFor({ state: 'detached', ...limit })
  expect(await question.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('a document opens beside the chat at its passage, and a command runs', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  await seedManual(api)

  await expect
    .poll(async () => (await api.find.everything({ query: 'commissioning' })).documents.total, { timeout: 60_000 })
    .toBe(1)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('commissioning rec')
  await option(page, /commissioning record is kept/).waitFor(limit)
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('complementary', { name: 'Source' })
  await viewer.locator('mark').waitFor(limit)
  expect(await viewer.locator('mark').innerText()).toContain('The commissioning record is kept')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('use the dark')
  await option(page, 'Use the dark theme').waitFor(limit)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
})

test('words that are nowhere can be asked in a new chat', async () => {
  await using rail = await openRail()
  const { page } = rail

  await page.keyboard.press('Control+k')
  await page.keyboard.type('quokka')
  await page.getByText('No chat, message or document has “quokka”.').waitFor(limit)
  await page.keyboard.press('Enter')

  await expect.poll(() => page.getByRole('textbox', { name: 'Your question' }).inputValue()).toBe('quokka')
})

test('the page of the search narrows by who wrote it, shows more, and a hit of it lands', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const { messageId } = await seedSearchableChat(api)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('seals')
  await page.getByRole('button', { name: /^Messages 199/ }).waitFor(limit)
  await page.keyboard.press('Control+Enter')
  const lines = page.getByRole('list', { name: 'Messages' }).getByRole('button')
  await expect.poll(() => lines.count()).toBe(30)
  await page.getByRole('button', { name: /^Show more/ }).click()
  await expect.poll(() => lines.count()).toBe(60)
  await page.getByRole('combobox', { name: 'Written by' }).selectOption({ label: 'Questions' })
  await page.getByRole('radio', { name: 'Messages 100' }).waitFor({ state: 'attached', ...limit })
  expect(await lines.filter({ hasText: 'Answer in' }).count()).toBe(0)

  await page.getByRole('button', { name: 'Remove filters' }).click()
  await page.getByRole('searchbox', { name: 'Words to search for' }).fill('warranty apply')
  await lines.filter({ hasText: 'does not apply once' }).click()

  await expect.poll(() => isInView(slot(page, messageId))).toBe(true)
})

test('finding in a chat counts every message of the branch, goes to those that are not loaded, and Escape ends it', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const { messageId, firstId } = await seedSearchableChat(api)
  await api.messages.select({ id: messageId })
  await line(page, 'Dry running at the dealer').click()
  await page.getByText('Seals of size 199').first().waitFor(limit)

  await page.keyboard.press('Control+f')
  await page.keyboard.type('WARR')
  await page.getByText('2 of 2', { exact: true }).waitFor(limit)
  await expect.poll(() => isInView(slot(page, messageId))).toBe(true)
  await expect.poll(() => marked(page, 'found-now')).toEqual(['warr'])
  await page.keyboard.press('Enter')
  await page.getByText('1 of 2', { exact: true }).waitFor(limit)
  await expect.poll(() => marked(page, 'found-now')).toEqual(['warr'])
  await expect.poll(() => isInView(slot(page, firstId))).toBe(true)

  await page.keyboard.press('Escape')
  await expect.poll(() => marked(page, 'found-now')).toEqual([])
})

test('while the bar stands on a match, the answer to a new question comes into view and stays there', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const { messageId, conversationId } = await seedSearchableChat(api)
  await api.messages.select({ id: messageId })
  await line(page, 'Dry running at the dealer').click()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('warranty')
  await expect.poll(() => isInView(slot(page, messageId))).toBe(true)

  await page.getByRole('textbox', { name: 'Your question' }).fill('Is the warranty longer elsewhere?')
  await page.keyboard.press('Enter')

  // The bar asks again with each new end of the branch; the question has the word, too.
  await page.getByText(/^\d of [3-9]$/).waitFor(limit)
  const newest = async () => (await api.messages.page({ conversation_id: conversationId, limit: 1 })).items[0]
  await expect.poll(newest, limit).toMatchObject({ role: 'assistant', status: 'complete' })
  const answer = slot(page, (await newest())?.id ?? '')
  await answer.getByRole('button', { name: 'Good answer' }).waitFor(limit)
  await expect.poll(() => isInView(answer.getByRole('button', { name: 'Good answer' }))).toBe(true)
  expect(await page.locator('.to-newest').count()).toBe(0)
})

test('every state of searching can be read in both themes', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  await seedSearchableChat(api)
  await seedManual(api)
  const look = (name: string): Promise<void> => lookAt(page, `${name}`)
  await expect
    .poll(async () => (await api.find.everything({ query: 'commissioning' })).documents.total, { timeout: 60_000 })
    .toBe(1)

  await page.keyboard.press('Control+k')
  await field(page).waitFor(limit)
  await look('palette-recent')
  await page.keyboard.type('pump')
  await option(page, /The warranty does not apply once/).waitFor(limit)
  await look('palette')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await look('palette-messages')
  await page.keyboard.press('Enter')
  await expect.poll(() => marked(page, 'found')).toContain('pump')
  await look('landed')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('wear')
  await page.getByText(/of 4\d\d/).waitFor(limit)
  await look('find-in-chat')
  await page.keyboard.press('Control+Shift+f')
  await look('search-empty')
  await page.keyboard.type('warranty')
  await page.getByRole('list', { name: 'Messages' }).waitFor(limit)
  await look('search')
  await page.setViewportSize({ width: 480, height: 800 })
  await look('search-narrow')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('nowhere')
  await page.getByText('No chat, message or document has “nowhere”.').waitFor(limit)
  await look('palette-narrow')
})

const current = (page: Page): Promise<string> => page.locator('[role="option"][aria-selected="true"]').innerText()

const pressedTab = (page: Page): Promise<string> => page.locator('.palette-tabs [aria-pressed="true"]').innerText()

const isInView = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect()
    const frame = document.querySelector('.thread')?.getBoundingClientRect()
    return frame !== undefined && top >= frame.top && bottom <= frame.bottom
  })

/** The words that the browser marks, in lower case. */
const marked = (page: Page, name: string): Promise<string[]> =>
  page.evaluate((wanted) => [...(CSS.highlights.get(wanted) ?? [])].map((range) => range.toString().toLowerCase()), name)
