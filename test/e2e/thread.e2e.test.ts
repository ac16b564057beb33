import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { newId } from '../helpers/conversation-rows.ts'
import { importChat } from '../helpers/import-chat.ts'
import { importDone, longSentence } from '../helpers/knowing-core.ts'
import { line, openRail, toast, undo } from '../helpers/open-rail.ts'
import { resizeWindow } from '../helpers/resize-window.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const count = 300
/** Turns of different heights, so that a wrong estimate of one above would move what is read. */
const longChat = Array.from({ length: count }, (_, n) => `Turn number ${n}. ${'It has some more to say. '.repeat((n * 7) % 40)}`)

/** Tall, and yet soon read by a model. */
const tallChat = Array.from({ length: 16 }, (_, n) => `Turn number ${n}.\n\nYes.\n\nNo.\n\nYes.\n\nNo.`)

const newest = (page: Page): Locator => page.getByRole('button', { name: /Jump to newest|new message/ })
const turn = (page: Page, n: number): Locator => page.getByText(new RegExp(`^Turn number ${n}\\.`)).first()

test('a long chat opens at its end, keeps its place while older pages load, and jumps back to the newest', async () => {
  await using rail = await openRail()
  const { page, api, faults } = rail
  await importChat(api, 'Long talk', longChat)
  await line(page, 'Long talk').click()
  await turn(page, count - 1).waitFor(limit)
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(3)
  await expect.poll(() => newest(page).count()).toBe(0)

  await page.locator('.thread').hover()
  const jumps: number[] = []
  for (let round = 0; round < 25; round++) {
    const before = await anchor(page)
    await page.mouse.wheel(0, -900)
    await expect.poll(async () => (await placeOf(page, before.id)) !== before.top).toBe(true)
    jumps.push(await settledShift(page))
  }
  // Whatever was loaded or measured above since the wheel stood still, what is read did not move.
  expect(Math.max(...jumps)).toBeLessThan(3)
  await newest(page).click()
  await turn(page, count - 1).waitFor(limit)
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(3)
  await expect.poll(() => newest(page).count()).toBe(0)
  expect(faults).toEqual([])
})

test('an answer is followed at the end only: who reads above stays there, and is told of it', async () => {
  await using rail = await openRail()
  const { page, api, faults } = rail
  await teach(api, await importChat(api, 'Tall talk', tallChat))
  await line(page, 'Tall talk').click()
  await turn(page, 15).waitFor(limit)

  await ask(page, 'What does the warranty of the pump cover?')
  await page.getByText('and nothing else.').first().waitFor(limit)
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(3)

  await page.getByRole('button', { name: 'Regenerate' }).last().click()
  await page
    .getByText(/part 2 of the pump/)
    .first()
    .waitFor(limit)
  await page.locator('.thread').hover()
  await page.mouse.wheel(0, -1200)
  await newest(page).waitFor(limit)
  await untilAtRest(page)
  const read = await anchor(page)
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached', ...limit })
  expect(Math.abs((await placeOf(page, read.id)) - read.top)).toBeLessThan(3)
  await newest(page).click()
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(3)
  expect(faults).toEqual([])
})

test('a deleted answer comes back by undo, feedback is kept over a reload, and a version can be written anew', async () => {
  await using rail = await openRail()
  const { page, api, faults } = rail
  const id = await importChat(api, 'Short talk', [
    'What is a pump?',
    'A pump moves a liquid.',
    'And a valve?',
    'A valve stops it.',
  ])
  await teach(api, id)
  await line(page, 'Short talk').click()
  await page.getByText('A valve stops it.').waitFor(limit)

  await page.getByRole('button', { name: 'More about this answer' }).last().click()
  await page.getByRole('button', { name: 'Delete this answer' }).click()
  await toast(page, 'Answer deleted').waitFor(limit)
  await page.getByText('A valve stops it.').waitFor({ state: 'detached', ...limit })
  await undo(page)
  await page.getByText('A valve stops it.').waitFor(limit)
  await page.getByRole('button', { name: 'Delete this question and its answers' }).first().click()
  await page.getByText('A pump moves a liquid.').waitFor({ state: 'detached', ...limit })
  await undo(page)
  await page.getByText('A valve stops it.').waitFor(limit)

  await page.getByRole('button', { name: 'Good answer' }).last().click()
  await expect.poll(() => pressed(page, 'Good answer')).toBe('true')
  await page.reload()
  await page.getByText('A valve stops it.').waitFor(limit)
  expect(await pressed(page, 'Good answer')).toBe('true')
  await page.getByRole('button', { name: 'Bad answer' }).last().click()
  await expect.poll(() => pressed(page, 'Good answer')).toBe('false')
  await page.getByRole('button', { name: 'Bad answer' }).last().click()
  await expect.poll(() => pressed(page, 'Bad answer')).toBe('false')

  await page.getByRole('button', { name: 'Regenerate' }).last().click()
  await page.getByText('2 / 2').waitFor(limit)
  await page.getByRole('button', { name: 'Previous version' }).click()
  await page.getByText('A valve stops it.').waitFor(limit)
  expect((await api.messages.page({ conversation_id: id })).items).toHaveLength(4)
  expect(faults).toEqual([])
})

test('the thread can be read in every state in both themes', async () => {
  await using rail = await openRail()
  const { page, api } = rail
  const look = (name: string): Promise<void> => lookAt(page, `thread-${name}`)
  await importChat(api, 'Long talk', longChat)
  await line(page, 'Long talk').click()
  await turn(page, count - 1).waitFor(limit)
  await look('end')
  await page.getByRole('button', { name: 'More about this answer' }).last().click()
  await look('menu')
  await page.keyboard.press('Escape')
  await page.locator('.thread').hover()
  await page.mouse.wheel(0, -3000)
  await newest(page).waitFor(limit)
  await line(page, 'SQL window').focus()
  await page.keyboard.press('Delete')
  await toast(page, 'moved to trash').waitFor(limit)
  await resizeWindow(page, 480, 800)
  await expect.poll(() => roomBelowNote(page), { message: 'notes lie above the way to the newest' }).toBeGreaterThanOrEqual(0)
  await look('narrow')
  await page.setViewportSize({ width: 1440, height: 900 })
  await look('above')
  await newest(page).click()
  await page.getByRole('button', { name: 'More about this answer' }).last().click()
  await page.getByRole('button', { name: 'Delete this answer' }).click()
  await toast(page, 'Answer deleted').waitFor(limit)
  await look('deleted')

  expect(rail.faults).toEqual([])
})

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** A document with one long sentence, from which the chat answers. */
async function teach(api: Client<typeof desktop>, conversationId: string): Promise<void> {
  const [collection_id, job_id] = [newId(), newId()]
  await api.collections.create({ id: collection_id, name: 'Manuals' })
  await api.documents.add({ job_id, collection_id, name: 'warranty.txt', bytes: new TextEncoder().encode(`${longSentence}\n`) })
  await importDone({ api }, job_id)
  await api.conversations.change({ id: conversationId, collection_ids: [collection_id] })
}

const pressed = (page: Page, name: string): Promise<string | null> =>
  page.getByRole('button', { name }).last().getAttribute('aria-pressed')

const distanceFromEnd = (page: Page): Promise<number> =>
  page.locator('.thread').evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight)

/** The first turn whose beginning is in view, and where. */
const anchor = (page: Page): Promise<{ id: string; top: number }> =>
  page.locator('.thread').evaluate((frame) => {
    const from = frame.getBoundingClientRect().top
    const slots = [...frame.querySelectorAll<HTMLElement>('[data-message-id]')]
    const tops = slots.map((slot) => ({ id: slot.dataset.messageId ?? '', top: slot.getBoundingClientRect().top }))
    return tops.find(({ top }) => top >= from) ?? tops.at(-1) ?? { id: '', top: 0 }
  })

const placeOf = (page: Page, id: string): Promise<number> =>
  page.evaluate((wanted) => document.querySelector(`[data-message-id="${wanted}"]`)?.getBoundingClientRect().top ?? -1, id)

/** A wheel turns what is read over several pictures: only then it has a place. */
const untilAtRest = (page: Page): Promise<void> =>
  page.locator('.thread').evaluate(async (frame) => {
    for (let last = Number.NaN, same = 0; same < 5; ) {
      same = frame.scrollTop === last ? same + 1 : 0
      last = frame.scrollTop
      await new Promise(requestAnimationFrame)
    }
  })

/** From the end of the note to the way to the newest. Read at once, for a note goes by itself; no number when one of them is not there. */
const roomBelowNote = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [note, way] = ['.toast', '.to-newest'].map((each) => document.querySelector(each)?.getBoundingClientRect())
    return note && way ? way.top - note.bottom : Number.NaN
  })

/** How far what is in view moves by itself within 300 ms after the wheel has come to rest. */
async function settledShift(page: Page): Promise<number> {
  await untilAtRest(page)
  const at = await anchor(page)
  await page.waitForTimeout(300)
  return Math.abs((await placeOf(page, at.id)) - at.top)
}
