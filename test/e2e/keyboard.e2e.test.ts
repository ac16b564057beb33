import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allCommands } from '../../src-renderer/commands/commands.ts'
import { english } from '../../src-renderer/language/english.ts'
import { importChat } from '../helpers/import-chat.ts'
import { joinCore } from '../helpers/join-core.ts'
import { focused, press, tabTo, walkRound } from '../helpers/key-walk.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const limit = { timeout: 60_000 }
const own = new AsyncDisposableStack()
const opened: { page?: Page; said?: string[]; faults?: readonly string[] } = {}

beforeAll(async () => {
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = own.use(await startShell(data))
  const { page, faults } = own.use(await openPage(shell.url))
  await page.locator('#rail').waitFor(limit)
  await importChat(await joinCore(data), 'Short talk', ['What is a pump?', 'A pump moves a liquid.'])
  Object.assign(opened, { page, faults, said: await listen(page) })
})

afterAll(() => own.disposeAsync())

const openedPage = (): Page => opened.page ?? expect.fail('the page is not open')

test('from the first start to a cited answer, a branch, the trash and another language by keys alone', async () => {
  const page = openedPage()
  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
  await tabTo(page, /^Use the demo model$/)
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Add the samples' }).waitFor(limit)
  await tabTo(page, /^Add the samples$/)
  await press(page, 'Enter')
  // Offered once the manual that answers it is read: the first sample that is ready is enough for the heading.
  await page.getByRole('button', { name: english.firstRun.question.pump }).waitFor(limit)
  await tabTo(page, /^Your question$/)
  await page.keyboard.type('How long is the K-200 pump covered by the warranty?')
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await expect.poll(async () => (await focused(page)).name).toContain('Your question')

  await tabTo(page, /^Source 1/, 'Shift+Tab')
  await press(page, 'Enter')
  await page.getByRole('complementary', { name: 'Source' }).waitFor(limit)
  await press(page, 'Escape')
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Source 1|^1/)

  await tabTo(page, /^Regenerate/)
  await press(page, 'Enter')
  await page.getByText('2 / 2').waitFor(limit)
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await tabTo(page, /^Previous version$/, 'Shift+Tab')
  await press(page, 'Enter')
  await page.getByText('1 / 2').waitFor(limit)
  await tabTo(page, /^Edit$/, 'Shift+Tab')
  await press(page, 'Enter')
  await page.keyboard.type(' And the seals?')
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)

  await press(page, 'Control+k')
  await page.keyboard.type('moves a liquid')
  await press(page, 'Enter')
  await page.locator('.marked').waitFor(limit)
  // The title above the thread has the same name: this is the line in the list.
  await tabTo(page, /^More about Short talk/, 'Shift+Tab')
  await press(page, 'Shift+Tab', 'Delete')
  await page.getByLabel('Notes').getByText('moved to trash').waitFor(limit)
  await tabTo(page, /^Undo$/)
  await press(page, 'Enter')
  await page.getByRole('list', { name: 'Chats' }).getByText('Short talk').waitFor(limit)

  await press(page, 'Control+,')
  await tabTo(page, /^Appearance$/)
  await press(page, 'Enter')
  await tabTo(page, /^Language$/)
  await press(page, 'd')
  await page.getByText('Sprache').first().waitFor(limit)
  // Letters pressed within a second are one word to a choice: an arrow goes back.
  await press(page, 'ArrowUp')
  await page.getByText('Language').first().waitFor(limit)
  expect(opened.faults).toEqual([])
})

test('an answer is told as it begins, by whole sentences and at its end, never word by word', async () => {
  const { said = [] } = opened
  const page = openedPage()
  await press(page, 'Alt+n')
  said.splice(0)
  await page.keyboard.type('When will the water be turned off?')
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await expect.poll(() => said.join(' '), limit).toContain('Answer complete')

  expect(said.length).toBeLessThanOrEqual(8)
  expect(await page.getByRole('status').and(page.locator('[aria-live=polite]')).count()).toBeGreaterThan(0)
  expect(await page.locator('[aria-live=assertive]').count()).toBe(0)
})

test.each(['chat', 'knowledge', 'models', 'usage', 'personas', 'settings', 'search'] as const)(
  'on the page %s every control is come to by Tab, has a name and shows that it has the focus',
  async (name) => {
    const page = openedPage()
    await go(page, name === 'chat' ? { page: name, conversationId: null } : { page: name })
    await page.locator('main h1, main textarea').first().waitFor(limit)

    const { reached, ...missing } = await walkRound(page)
    expect(missing).toEqual({ unreached: [], nameless: [], ringless: [] })
    expect(reached).toBeGreaterThan(12)
  },
)

test('after each command of the palette the focus is somewhere, and Escape from the palette gives it back', async () => {
  const page = openedPage()
  for (const { id } of allCommands) {
    if (id === 'search') continue
    await go(page, { page: 'chat', conversationId: null })
    await tabTo(page, /^Your question$/)
    await press(page, 'Control+k')
    await page.keyboard.type(english.commands.name[id])
    await press(page, 'Escape')
    await expect.poll(async () => (await focused(page)).name, { message: id }).toBe('Your question')
    await press(page, 'Control+k')
    await page.keyboard.type(english.commands.name[id])
    if (await page.getByRole('option', { name: english.commands.name[id], exact: true }).isVisible()) await press(page, 'Enter')
    else await press(page, 'Escape')
    await page.getByRole('combobox', { name: 'Search everything' }).waitFor({ state: 'detached', ...limit })
    await expect.poll(async () => (await focused(page)).isBody, { message: id }).toBe(false)
  }
})

const go = (page: Page, place: object): Promise<void> =>
  page.evaluate((state) => {
    history.pushState(state, '')
    dispatchEvent(new PopStateEvent('popstate', { state }))
  }, place)

/** Everything that the polite regions say, as it comes. */
async function listen(page: Page): Promise<string[]> {
  const said: string[] = []
  await page.exposeFunction('hear', (text: string) => void said.push(text))
  await page.evaluate(() => {
    const region = document.querySelector('.visually-hidden[aria-live=polite]')
    if (!region) return
    new MutationObserver(() => Reflect.get(globalThis, 'hear')(region.textContent ?? '')).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return said
}
