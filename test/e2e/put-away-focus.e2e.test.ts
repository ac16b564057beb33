import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { newId } from '../helpers/conversation-rows.ts'
import { line, openRail, toast } from '../helpers/open-rail.ts'

const limit = { timeout: 20_000 }
const chats = [{ title: 'Warranty' }, { title: 'Dealer' }, { title: 'Lease' }]

const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' })
const showMenu = (page: Page): Locator => page.getByRole('button', { name: 'Show tags, archive or trash' })

/** Its name, as far as the page gives it one, or its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })

async function openFromList(page: Page, title: string): Promise<void> {
  await line(page, title).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor(limit)
  await expect.poll(() => focused(page), limit).toBe('Your question')
  await line(page, title).focus()
}

test('once every chat was deleted by keys the focus is in the head of the list, and the next question is typed without losing a word', async () => {
  await using rail = await openRail({ chats })
  const { page, faults } = rail
  await openFromList(page, 'Dealer')

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')

  await toast(page, '3 chats moved to trash').waitFor(limit)
  expect(await focused(page)).toBe('Show tags, archive or trash')
  await field(page).fill('Hello there')
  await page.keyboard.press('Enter')
  await line(page, 'Hello there').waitFor(limit)
  await page.keyboard.type('and more')
  expect(await field(page).inputValue()).toBe('and more')
  expect(faults).toEqual([])
})

test('whoever deletes the open chat in the list stays in the list, chat after chat', async () => {
  await using rail = await openRail({ chats })
  const { page } = rail

  const after: string[] = []
  for (const title of ['Warranty', 'Dealer']) {
    await openFromList(page, title)
    await page.keyboard.press('Delete')
    await toast(page, `“${title}” moved to trash`).waitFor(limit)
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ ...limit, state: 'detached' })
    after.push(await focused(page))
  }

  expect(after).toEqual([expect.stringContaining('Dealer'), expect.stringContaining('Lease')])
  // From here on, too, a chat that is opened is ready to be written in.
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page), limit).toBe('Your question')
})

test('the last chat with a tag and the last one in the trash leave the focus in the head of the list', async () => {
  await using rail = await openRail({ chats })
  const { page, api } = rail
  const tag = await api.tags.create({ id: newId(), name: 'Travel' })
  const lease = (await api.conversations.list({})).items.find(({ title }) => title === 'Lease')
  await api.tags.assign({ conversation_id: lease?.id ?? '', tag_ids: [tag.id] })
  await showMenu(page).click()
  await page.getByRole('button', { name: 'Travel', exact: true }).click()
  await line(page, 'Dealer').waitFor({ ...limit, state: 'detached' })

  await line(page, 'Lease').focus()
  await page.keyboard.press('Delete')

  await toast(page, '“Lease” moved to trash').waitFor(limit)
  expect(await focused(page)).toBe('Show tags, archive or trash')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Trash', exact: true }).click()
  await line(page, 'Lease').waitFor(limit)
  await page.getByRole('button', { name: 'Empty…' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Chats you delete lie here until you erase them.').waitFor(limit)
  await expect.poll(() => focused(page), limit).toBe('All chats')
  await page.keyboard.press('Enter')
  await line(page, 'Warranty').waitFor(limit)
})

test('once the only question of a chat was deleted by keys the focus is in the field, not on what would send something', async () => {
  await using rail = await openRail({ chats })
  const { page } = rail
  await openFromList(page, 'Dealer')

  await page.getByRole('button', { name: 'Delete this question and its answers' }).focus()
  await page.keyboard.press('Enter')

  await toast(page, 'Question and its answers deleted').waitFor(limit)
  await page
    .getByRole('article')
    .first()
    .waitFor({ ...limit, state: 'detached' })
  // What takes care of a focus that was lost does so with the next picture.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(await focused(page)).toBe('Your question')
})
