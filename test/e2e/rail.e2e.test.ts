import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { newId } from '../helpers/conversation-rows.ts'
import { importDone, longSentence } from '../helpers/knowing-core.ts'
import { choice, line, list, openRail, toast, undo } from '../helpers/open-rail.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** The lines as they are read, headings and counts included. */
const lines = (page: Page): Promise<string[]> => list(page).locator('li').allInnerTexts()

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

test('a chat is dragged into a folder and out again, renamed in its place, and each step can be undone', async () => {
  await using rail = await openRail()
  const { page } = rail
  await page.getByRole('button', { name: 'New folder' }).click()
  await page.getByRole('textbox', { name: 'Name of the folder' }).fill('Dealers')
  await page.keyboard.press('Enter')
  const folder = line(page, 'Dealers')

  await line(page, 'Reply to the dealer').dragTo(folder)
  await toast(page, 'moved to “Dealers”').waitFor()
  const inside = await rail.api.conversations.list({})
  await undo(page)
  await expect.poll(() => folder.innerText()).toContain('0')
  await line(page, 'Reply to the dealer').dragTo(folder)
  await expect.poll(() => folder.innerText()).toContain('1')
  await line(page, 'Reply to the dealer').dragTo(line(page, 'Rewrite the onboarding'))
  await toast(page, 'lies outside of folders').waitFor()
  await line(page, 'Rewrite the onboarding').dblclick()
  await page.getByRole('textbox', { name: 'Name of the chat' }).fill('Welcome letter')
  await page.keyboard.press('Enter')
  // The page shows a new name before the core has it.
  const listed = async () => (await rail.api.conversations.list({})).items
  await expect.poll(async () => (await listed()).map(({ title }) => title)).toContain('Welcome letter')

  const rows = await listed()
  expect(inside.items.find(({ title }) => title.startsWith('Reply'))?.folder_id).not.toBeNull()
  expect(rows.find(({ title }) => title.startsWith('Reply'))?.folder_id).toBeNull()
  expect(rail.faults).toEqual([])
})

test('a chat is pinned, tagged, found by its tag, archived and brought back', async () => {
  await using rail = await openRail()
  const { page } = rail
  const trip = line(page, 'Trip plan')

  await trip.click({ button: 'right' })
  await choice(page, 'Pin').click()
  await toast(page, '“Trip plan: Lisbon in March” pinned').waitFor()
  await trip.click({ button: 'right' })
  await choice(page, 'Tags…').click()
  await page.getByRole('textbox', { name: 'Name of a tag' }).fill('Travel')
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: 'Travel' }).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
  await page.getByRole('button', { name: 'Travel', exact: true }).click()
  await expect.poll(() => lines(page)).toEqual(['Trip plan: Lisbon in March\nTravel'])
  await page.getByRole('button', { name: 'All chats' }).first().click()

  await trip.click({ button: 'right' })
  await choice(page, 'Archive').click()
  await expect.poll(async () => (await lines(page)).join()).not.toContain('Trip plan')
  await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await trip.click()
  await page.getByText('This chat is in the archive').waitFor()
  await page.getByRole('button', { name: 'Take out of the archive' }).click()
  await page.getByRole('textbox', { name: 'Your question' }).waitFor()

  const kept = async () => (await rail.api.conversations.list({})).items.find(({ title }) => title.startsWith('Trip'))
  await expect.poll(kept).toMatchObject({ pinned: true })
})

test('a new folder that is made while only one tag is listed can be seen and named', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const trip = (await api.conversations.list({})).items.find(({ title }) => title.startsWith('Trip'))
  const tag = await api.tags.create({ id: newId(), name: 'Travel' })
  await api.tags.assign({ conversation_id: trip?.id ?? '', tag_ids: [tag.id] })
  await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
  await page.getByRole('button', { name: 'Travel', exact: true }).click()
  await expect.poll(() => list(page).locator('li').count()).toBe(1)

  await page.getByRole('button', { name: 'New folder' }).click()
  await page.getByRole('textbox', { name: 'Name of the folder' }).fill('Dealers', { timeout: 15_000 })
  await page.keyboard.press('Enter')

  await line(page, 'Dealers').waitFor()
  expect((await api.folders.list()).map(({ name }) => name)).toEqual(['Dealers'])
})

test('the trash keeps chats until they are erased, and erasing asks', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const show = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
    await page.getByRole('button', { name, exact: true }).click()
  }
  await line(page, 'Compare insurance').click()
  await page.getByRole('button', { name: 'More about Compare insurance offers' }).click()
  await choice(page, 'Move to trash').click()
  // The page shows it gone before the core has it.
  await toast(page, '“Compare insurance offers” moved to trash').waitFor()
  await line(page, 'SQL window').click({ button: 'right' })
  await choice(page, 'Move to trash').click()
  await toast(page, '“SQL window functions, explained” moved to trash').waitFor()
  // As another start would find it: what this page has seen go must not be all there is.
  await page.reload()
  await line(page, 'Reply to the dealer').waitFor()
  await show('Trash')
  await expect.poll(() => lines(page)).toEqual(['SQL window functions, explained', 'Compare insurance offers'])

  await line(page, 'Compare insurance').click({ button: 'right' })
  await choice(page, 'Restore').click()
  await toast(page, '“Compare insurance offers” restored').waitFor()
  await line(page, 'SQL window').click({ button: 'right' })
  await choice(page, 'Erase…').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  const afterCancel = (await api.conversations.list({ view: 'trash' })).items.length
  await page.getByRole('button', { name: 'Empty…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click()
  await page.getByText('Chats you delete lie here until you erase them.').waitFor()

  expect(afterCancel).toBe(1)
  expect((await api.conversations.list({ view: 'trash' })).items).toEqual([])
  expect((await api.conversations.list({})).items.some(({ title }) => title.startsWith('Compare'))).toBe(true)
})

test('many chats are chosen with Ctrl and Shift, put away together and brought back by one undo', async () => {
  await using rail = await openRail()
  const { page } = rail
  const before = await lines(page)

  await line(page, 'Warranty terms').click()
  await line(page, 'Reply to the dealer').click({ modifiers: ['Control'] })
  await line(page, 'SQL window').click({ modifiers: ['Shift'] })
  await line(page, 'Price list').click({ modifiers: ['Control'] })
  const bar = page.getByRole('toolbar', { name: 'What to do with the chosen chats' })
  await bar.getByText('4 chosen').waitFor()
  await bar.getByRole('button', { name: 'Move to trash' }).click()
  await toast(page, '4 chats moved to trash').waitFor()
  const during = await lines(page)
  await undo(page)

  await expect.poll(() => lines(page)).toEqual(before)
  expect(during.join()).not.toMatch(/Reply|Rewrite|SQL|Price/)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Warranty terms for the K-200 pump')
})

test('everything the rail does can be done by keyboard, and the focus is never lost', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await page.getByRole('button', { name: 'Show tags, archive or trash' }).focus()
  await press('Tab')
  expect(await focused(page)).toBe('Warranty terms for the K-200 pump')
  await press('ArrowDown', 'Enter')
  await page.getByText('Reply to the dealer in Porto?').waitFor()
  // Whoever opened a chat wants to write in it; the list is where it was left.
  await line(page, 'Reply to the dealer').focus()

  // Rename.
  await press('F2')
  await page.keyboard.type('Answer for Porto')
  await press('Enter')
  await expect.poll(() => focused(page)).toBe('Answer for Porto')

  // Into a new folder, from the menu of the keyboard.
  await press('Shift+F10', 'ArrowDown', 'ArrowDown')
  expect(await focused(page)).toBe('Move to folder…')
  await press('Enter')
  await page.keyboard.type('Dealers')
  await press('Enter')
  await toast(page, 'moved to “Dealers”').waitFor()
  await expect.poll(() => focused(page)).toBe('Answer for Porto')
  await press('ArrowLeft')
  await expect.poll(() => focused(page)).toMatch(/^Dealers/)
  await press('ArrowLeft')
  await expect.poll(async () => (await lines(page)).join()).not.toContain('Porto')
  await press('ArrowRight')
  await line(page, 'Answer for Porto').waitFor()

  // Order of folders.
  await api.folders.create({ id: newId(), name: 'Household' })
  await line(page, 'Household').waitFor()
  await press('Alt+ArrowDown')
  await expect.poll(async () => (await api.folders.list()).map(({ name }) => name)).toEqual(['Household', 'Dealers'])
  await expect.poll(() => focused(page)).toMatch(/^Dealers/)

  // Choose with Shift and with Space, put away, take back.
  await press('End', 'Shift+ArrowUp')
  await page.getByText('2 chosen').waitFor()
  await press('ArrowUp', ' ')
  await page.getByText('3 chosen').waitFor()
  await press('Delete')
  await toast(page, '3 chats moved to trash').waitFor()
  await expect.poll(() => focused(page)).toBe('SQL window functions, explained')
  await press('Escape')

  // The rail away and back.
  await press('Control+b')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Show the list of chats')
  await press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('#rail') !== null)).toBe(true)
  expect(rail.faults).toEqual([])
})

test('widths, a hidden rail and closed folders are as they were after a reload', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  await api.folders.create({ id: newId(), name: 'Dealers' })
  const edge = page.getByRole('separator', { name: 'Width of the list of chats' })
  const width = async (): Promise<number> => (await page.locator('#rail').boundingBox())?.width ?? 0
  const box = await edge.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 4, (box?.y ?? 0) + 200]

  await page.mouse.move(x, y)
  await page.mouse.down()
  // Caught where the pointer is, the edge follows the pointer.
  await page.mouse.move(324, y, { steps: 4 })
  await page.mouse.up()
  await expect.poll(width).toBe(324)
  await edge.focus()
  await page.keyboard.press('ArrowLeft')
  await line(page, 'Dealers').click()
  await page.reload()
  await line(page, 'Dealers').waitFor()
  const reloaded = await width()
  await edge.dblclick()
  const usualWidth = await width()
  await edge.focus()
  await page.keyboard.press('Enter')
  await page.reload()
  await page.getByRole('button', { name: 'Show the list of chats' }).waitFor()

  expect(reloaded).toBe(308)
  expect(usualWidth).toBe(264)
  expect(await page.locator('#rail').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Show the list of chats' }).click()
  expect(await line(page, 'Dealers').getAttribute('aria-expanded')).toBe('false')
})

test('a note with “Undo” stays under the pointer, and goes when it has left', async () => {
  await using rail = await openRail()
  const { page } = rail
  await line(page, 'Compare insurance').focus()
  await page.keyboard.press('Delete')
  const note = toast(page, 'moved to trash')
  await note.hover()

  // It stays six seconds for nobody.
  await delay(7000)
  expect(await note.count()).toBe(1)
  await page.mouse.move(700, 300)
  await note.waitFor({ state: 'detached' })

  expect(rail.faults).toEqual([])
})

test('in a narrow window the rail is a sheet: the focus stays in it, Escape gives it back, a choice closes it', async () => {
  await using rail = await openRail()
  const { page } = rail
  await page.setViewportSize({ width: 480, height: 800 })
  const opener = page.getByRole('button', { name: 'Show the list of chats' })
  const inRail = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest('#rail') !== null)

  await opener.click()
  await expect.poll(inRail).toBe(true)
  const reached = new Set<boolean>()
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('Tab')
    reached.add(await page.evaluate(() => document.activeElement?.closest('main, .status-bar') === null))
  }
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Show the list of chats')
  const isOpenAfterEscape = await page.locator('#rail').isVisible()
  await opener.click()
  // What is said while the sheet is open can be answered on it.
  await line(page, 'Compare insurance').focus()
  await page.keyboard.press('Delete')
  await undo(page)
  await line(page, 'Compare insurance').waitFor()
  await line(page, 'SQL window').click()
  await page.getByText('SQL window functions, explained?').waitFor()

  expect([...reached]).toEqual([true])
  expect(isOpenAfterEscape).toBe(false)
  expect(await page.locator('#rail').isVisible()).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480)
})

test('an answer that is written while another chat is open is marked there until it is read; its sources open beside, or over a narrow page', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  using folder = tempFolder()
  const path = join(folder.path, 'warranty.txt')
  writeFileSync(path, `${longSentence}\n`)
  const collection = newId()
  await api.collections.create({ id: collection, name: 'Manuals' })
  const job = await api.documents.import({ job_id: newId(), collection_id: collection, paths: [path] })
  await importDone({ api }, job.id)
  await page.reload()
  await page.getByRole('textbox', { name: 'Your question' }).fill('What does the warranty of the pump cover?')
  await page.getByRole('button', { name: 'Send' }).click()
  await line(page, 'What does the warranty').waitFor()

  // Looked for at each picture from here on: it is there no longer than the answer takes.
  const marked = page.waitForFunction(() => document.querySelector('#rail')?.textContent?.includes('An answer is being written'))
  await line(page, 'SQL window').click()
  await marked
  await list(page).getByText('A new answer').waitFor({ state: 'attached' })
  await line(page, 'What does the warranty').click()
  await expect.poll(() => list(page).getByText('A new answer').count()).toBe(0)

  const viewer = page.getByRole('complementary', { name: 'Source' })
  const source = page.getByRole('button', { name: /^Source 1:/ }).first()
  const width = async (): Promise<number> => (await viewer.boundingBox())?.width ?? 0
  await source.click()
  await viewer.waitFor()
  await page.getByRole('separator', { name: 'Width of the panel beside the chat' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(width).toBe(356)
  await page.setViewportSize({ width: 480, height: 800 })
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.viewer') !== null)).toBe(true)
  await page.keyboard.press('Escape')

  await expect.poll(() => viewer.count()).toBe(0)
  expect(rail.faults).toEqual([])
})

test('two thousand chats: only what is in sight is drawn, and the far end is reached at once', async () => {
  await using rail = await openRail({ chats: [{ title: 'Oldest of all', daysAgo: 400 }] })
  const { page, api } = rail
  for (let index = 0; index < 1999; index++) await api.conversations.create({ id: newId(), title: `Chat ${index}` })
  // Chats of the same millisecond have no order that anybody knows: the newest has one of its own.
  await delay(5)
  await api.conversations.create({ id: newId(), title: 'Chat 1999' })
  await page.reload()
  await line(page, 'Chat 1999').waitFor()
  await line(page, 'Chat 1999').focus()

  await page.keyboard.press('End')
  await expect.poll(() => focused(page)).toBe('Oldest of all')
  const drawn = await list(page).locator('li').count()
  await page.keyboard.press('Home')
  await expect.poll(() => focused(page)).toBe('Chat 1999')
  await page.keyboard.press('Control+a')
  await page.getByText('2,001 chosen').waitFor()

  expect(drawn).toBeLessThan(80)
})
