import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../helpers/conversation-rows.ts'
import {
  banner,
  endedAnswer,
  field,
  type HealingPage,
  openHealingPage,
  plainWords,
  shownAnswer,
  someTime,
  untilHealed,
} from '../helpers/healing-page.ts'
import { importChat } from '../helpers/import-chat.ts'
import { importDone, longSentence } from '../helpers/knowing-core.ts'
import { seeded } from '../helpers/seeded.ts'

const limit = { timeout: 60_000 }
const random = seeded(20_262)
const own = new AsyncDisposableStack()
const opened: { healing?: HealingPage; collectionId?: string } = {}

beforeAll(async () => {
  const healing = own.use(await openHealingPage())
  const api = healing.api()
  await api.models.addDemo()
  const [collection_id, job_id] = [newId(), newId()]
  await api.collections.create({ id: collection_id, name: 'Manuals' })
  await api.documents.add({ job_id, collection_id, name: 'warranty.txt', bytes: new TextEncoder().encode(`${longSentence}\n`) })
  await importDone({ api }, job_id)
  Object.assign(opened, { healing, collectionId: collection_id })
})

afterAll(() => own.disposeAsync())

type Fault = (healing: HealingPage) => Promise<void>

/** Everything that can go between a person and an answer. Each resolves when it is over. */
const faults: Readonly<Record<string, Fault>> = {
  'the page is loaded again': async ({ page }) => void (await page.reload()),
  'the wire is cut': async ({ page, wire }) => {
    // Before the page has tried again it may not have heard of the cut, and has no banner either.
    const again = page.waitForEvent('websocket', limit)
    wire.reset()
    await again
  },
  'the wire falls silent': async ({ page, wire }) => {
    wire.stall()
    await banner(page).waitFor(limit)
    wire.mend()
  },
  'the model’s process is killed': async ({ killChild }) => void killChild('llama'),
  'shell and core are killed': async ({ page, killShell }) => {
    const dead = killShell()
    await banner(page).waitFor(limit)
    await dead
  },
}

/** Pages that ask the core for more when they are opened, and a word of what they show then. */
const pages = [
  [/^Usage/, /1 in all|\d+ in all|Messages/],
  [/^Settings/, /A fresh window shows/],
  [/^Models/, /Demo model/],
] as const

test.each(Object.keys(faults))(
  'an answer and a draft outlive it when %s: what is shown is what is stored, and Continue ends it',
  async (name) => {
    const { healing, page } = healingPage()
    const conversationId = await askInNewChat(healing)
    await field(page).pressSequentially('A thought ')
    await someTime(random, 900)
    await field(page).pressSequentially('half')

    await faults[name]?.(healing)
    await untilHealed(page)
    await field(page).pressSequentially(' typed')

    const row = await endedAnswer(healing, conversationId)
    await expect.poll(() => shownAnswer(page), limit).toBe(plainWords(row.text))
    await expect.poll(() => field(page).inputValue(), limit).toBe('A thought half typed')
    await expect.poll(() => isFocused(page, 'Your question')).toBe(true)
    if (row.status !== 'complete') await continueAnswer(page)
    const whole = await endedAnswer(healing, conversationId)
    expect(plainWords(whole.text)).toContain(longSentence)
    expect(plainWords(whole.text).split('part 20 of the pump')).toHaveLength(2)
    await expect.poll(() => shownAnswer(page), limit).toBe(plainWords(whole.text))
    await field(page).fill('')
    expect(healing.faults()).toEqual([])
  },
)

test.each(['loseUp', 'loseDown'] as const)(
  'a question that was sent into a silent wire (%s) stands in the thread or in the field, and not in both',
  async (lose) => {
    const { healing, page } = healingPage()
    await newChat(page)
    await field(page).fill('When is the pump repaired?')
    healing.wire[lose]()
    await field(page).press('Enter')
    await banner(page).waitFor(limit)
    healing.wire.mend()
    await untilHealed(page)

    const there = lose === 'loseUp' ? 'field' : 'thread'
    // The echo of the question stands there at once; its end comes once the core was asked.
    if (there === 'thread') await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
    await expect.poll(() => wordsAt(page), limit).toEqual([there])
    await page.reload()
    await untilHealed(page)
    await expect.poll(() => wordsAt(page), limit).toEqual([there])
    await field(page).fill('')
    expect(healing.faults()).toEqual([])
  },
)

test('what could not be read while the wire was cut is read when it is back, on every page', async () => {
  const { healing, page } = healingPage()
  for (const [name, seen] of pages) {
    await newChat(page)
    healing.wire.refuse()
    await banner(page).getByText('The connection to Hearth’s core was lost.').waitFor(limit)
    await page.getByRole('navigation').getByRole('button', { name }).first().click()
    await banner(page).getByRole('button', { name: 'Try now' }).focus()
    healing.wire.mend()
    await pressInBanner(page)
    await untilHealed(page)

    await page.locator('main').getByText(seen).first().waitFor(limit)
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  }
  expect(healing.faults()).toEqual([])
})

test.each(['the page is loaded again', 'the wire is cut', 'shell and core are killed'])(
  'a version of a question that is being written is there again when %s',
  async (name) => {
    const { healing, page } = healingPage()
    await importChat(healing.api(), `Versions: ${name}`, ['How long is it covered?', 'For two years.'])
    await page.getByRole('button', { name: new RegExp(`^Versions: ${name}`) }).click(limit)
    await page.getByText('For two years.').waitFor(limit)
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    const editor = page.getByRole('textbox', { name: 'Question', exact: true })
    await editor.press('End')
    await editor.pressSequentially(' And the seals?', { delay: 10 })
    await someTime(random, 300)

    await faults[name]?.(healing)
    await untilHealed(page)

    await expect.poll(() => editor.inputValue(), limit).toBe('How long is it covered? And the seals?')
    await expect.poll(() => isFocused(page, 'Question')).toBe(true)
    await page.keyboard.press('Escape')
    await editor.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('For two years.').waitFor(limit)
    expect(await editor.count()).toBe(0)
  },
)

test('an import ends whole, whatever is killed or cut meanwhile, and what was handed over is not doubled', async () => {
  const { healing, page } = healingPage()
  const files = Array.from({ length: 24 }, (_, n) => write(healing, `valve-${n}.md`, manual(n)))
  await page.getByRole('navigation').getByRole('button', { name: 'Knowledge' }).first().click()
  await page.locator('input[type=file]').first().setInputFiles(files)
  const steps: (() => unknown)[] = [
    () => healing.wire.reset(),
    () => healing.killChild('parser'),
    () => healing.killChild('embedder'),
    () => healing.killShell(),
    () => healing.killChild('embedder'),
    () => healing.wire.reset(),
  ]
  for (const step of steps) {
    await someTime(random, 400)
    await step()
  }
  await untilHealed(page)

  await expect.poll(() => page.getByRole('row', { name: /valve-\d+\.md.*Ready/ }).count(), { timeout: 60_000 }).toBe(files.length)
  const { items } = await healing.api().documents.list({ limit: 1000 })
  expect(items.filter(({ status }) => status !== 'ready')).toEqual([])
  expect(items.filter(({ name }) => name.startsWith('valve-'))).toHaveLength(files.length)
  expect(healing.faults()).toEqual([])
})

function healingPage() {
  const { healing = expect.fail('the page is not open'), collectionId = '' } = opened
  return { healing, page: healing.page, collectionId }
}

async function newChat(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^New chat/ })
    .first()
    .click()
  await expect.poll(() => page.locator('article').count()).toBe(0)
}

/** Resolves once the answer has begun. */
async function askInNewChat({ page, api }: HealingPage): Promise<string> {
  await newChat(page)
  await field(page).fill('What does the warranty of the pump cover?')
  await field(page).press('Enter')
  await page
    .getByText(/part 1 of the pump/)
    .first()
    .waitFor(limit)
  const { items } = await api().conversations.list({ view: 'active', limit: 1 })
  return items[0]?.id ?? ''
}

async function continueAnswer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click(limit)
  await page.getByRole('button', { name: 'Continue' }).waitFor({ state: 'detached', ...limit })
}

/** Where the words of the question stand. */
async function wordsAt(page: Page): Promise<string[]> {
  const words = 'When is the pump repaired?'
  const inThread = await page.locator('.me').getByText(words, { exact: true }).count()
  const inField = (await field(page).inputValue()).split(words).length - 1
  return [...Array.from({ length: inThread }, () => 'thread'), ...Array.from({ length: inField }, () => 'field')]
}

const isFocused = (page: Page, name: string): Promise<boolean> =>
  page.evaluate((label) => document.activeElement?.getAttribute('aria-label') === label, name)

/** Presses what has the focus there. The page tries by itself, too: when it was first, the focus is elsewhere and nothing is pressed. */
const pressInBanner = (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelector<HTMLElement>('.banner button:focus')?.click())

function write({ folder }: HealingPage, name: string, text: string): string {
  mkdirSync(join(folder, 'files'), { recursive: true })
  const path = join(folder, 'files', name)
  writeFileSync(path, text)
  return path
}

const manual = (n: number): string =>
  `# Valve ${n}\n\n${Array.from({ length: 8 }, (_, part) => `Paragraph ${part} of file ${n} tells about valve ${n * 100 + part}.`).join('\n\n')}\n`
