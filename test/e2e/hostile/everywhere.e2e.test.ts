import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { desktop } from '../../../src-shared/desktop/contract.ts'
import type { Client } from '../../../src-shared/rpc/contract.ts'
import { type Canary, setCanary } from '../../helpers/canary.ts'
import { joinCore } from '../../helpers/join-core.ts'
import { openPage } from '../../helpers/open-page.ts'
import {
  hostile,
  hostileExport,
  names,
  seedHostileChats,
  seedHostileDocuments,
  seedHostileNames,
} from '../../helpers/seed-hostile.ts'
import { startShell } from '../../helpers/start-shell.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const limit = { timeout: 60_000 }
const own = new AsyncDisposableStack()
const opened: { page?: Page; api?: Client<typeof desktop>; canary?: Canary; faults?: string[] } = {}
/** What a hostile text managed to do, and where. */
const problems: string[] = []

beforeAll(async () => {
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  await api.models.addDemo()
  await seedHostileNames(api)
  await seedHostileChats(api)
  await seedHostileDocuments(api)
  const { page, faults } = own.use(await openPage(shell.url))
  const canary = await setCanary(page)
  await page.locator('#rail').waitFor(limit)
  Object.assign(opened, { page, api, canary, faults: faults as string[] })
})

afterAll(() => own.disposeAsync())

/**
 * Found so: a line of 40 kB without a space for which the window stood still for half a minute. The 100 ms that are promised are
 * measured by `npm run bench -- page.hostile`: here other programs take their turns.
 */
const stallMs = 1000
/** What no other program explains, however often it happens. */
const freezeMs = 5000

/** Shows a place, and looks whether what it shows did anything; a slow one is shown again, as other programs run here too. */
async function expectQuiet(place: string, show: () => Promise<void>): Promise<void> {
  const { canary, faults } = parts()
  const longest: number[] = []
  for (let time = 0; time < 4 && (longest.at(-1) ?? stallMs + 1) > stallMs; time += 1) {
    await canary.longestTask()
    await show()
    longest.push(await canary.longestTask())
  }
  const isStalled = Math.min(...longest) > stallMs || Math.max(...longest) > freezeMs
  const stalls = isStalled ? [`stood still for ${longest.join(', ')} ms`] : []
  const found = [...new Set(await canary.found()), ...canary.asked.splice(0), ...faults.splice(0), ...stalls]
  problems.push(...found.map((problem) => `${place}: ${problem}`))
}

afterEach(() => expect(problems.splice(0)).toEqual([]))

test('there are at least 200 hostile texts', () => expect(hostile.length).toBeGreaterThanOrEqual(200))

test('in the list of chats, their titles and their folders', async () => {
  const { page } = parts()
  const list = page.getByRole('list', { name: 'Chats' })
  await expectQuiet('list', async () => {
    await list.getByRole('button').first().focus()
    for (const key of ['End', 'PageUp', 'PageUp', 'PageUp', 'PageUp', 'Home']) {
      await page.keyboard.press(key)
      await frames(page)
    }
  })
  await expectQuiet('folder menu', async () => {
    await list.getByRole('button').nth(3).click({ button: 'right' })
    await frames(page)
    await page.keyboard.press('Escape')
  })
  await expectQuiet('archive and tags', async () => {
    await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
    await frames(page)
    await page.keyboard.press('Escape')
  })
})

test('as questions, answers, thoughts and faults of chats, and as the title of the open one', async () => {
  const { page, api } = parts()
  const { items } = await api.find
    .everything({ query: 'Texts', kinds: ['conversations'], limit: 100 })
    .then(({ conversations }) => conversations)
  const chats = items.filter(({ title }) => /^Texts \d/.test(title.text))
  expect(chats.length).toBeGreaterThan(25)
  for (const { id, title } of chats) {
    await expectQuiet(title.text, async () => {
      await go(page, { page: 'chat', conversationId: id })
      await page.locator('article').first().waitFor(limit)
      await scrollThrough(page)
    })
  }
})

test('of endings and their reasons, sources, summaries, drafts and attachments', async () => {
  const { page, api } = parts()
  for (const title of ['Faults', 'Sources']) {
    await expectQuiet(title, async () => {
      await openChat(page, api, title)
      await scrollThrough(page)
    })
  }
  await expectQuiet('sources', async () => {
    for (const card of await page.locator('.source').all()) {
      await card.click()
      await page.getByRole('complementary', { name: 'Source' }).waitFor(limit)
      await frames(page)
    }
    await page.keyboard.press('Escape')
  })
  await expectQuiet('draft', async () => {
    await field(page).fill(hostile.join('\n').slice(0, 90_000))
    await frames(page)
  })
  await field(page).fill('')
  await expectQuiet('attachments', async () => {
    const files = names(100)
      .slice(0, 12)
      .map((name) => ({ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from('x') }))
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Attach files' }).click()
    await (await chooser).setFiles(files)
    await page.getByRole('list', { name: 'Attachments' }).waitFor(limit)
    await frames(page)
  })
})

test('in the palette, the page of the search and finding in a chat', async () => {
  const { page, api } = parts()
  for (const words of ['alert', 'evil', '<script>', '\u202Etxt']) {
    await expectQuiet(`palette ${words}`, async () => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(words)
      await page.locator('[role=option]').first().waitFor(limit)
      await frames(page)
      await page.keyboard.press('Escape')
    })
    await expectQuiet(`search ${words}`, async () => {
      await go(page, { page: 'search' })
      await page.getByRole('searchbox').first().fill(words)
      await page.locator('main mark').first().waitFor(limit)
      await frames(page)
    })
  }
  await openChat(page, api, 'Sources')
  await expectQuiet('find', async () => {
    await page.keyboard.press('Control+f')
    await page.keyboard.type('alert')
    await frames(page)
    await page.keyboard.press('Escape')
  })
})

test('as names of documents and collections, in passages and in the playground', async () => {
  const { page } = parts()
  await go(page, { page: 'knowledge' })
  const main = page.locator('main')
  for (const choice of (await main.getByRole('list', { name: 'Collections' }).getByRole('button').all()).slice(0, 4))
    await expectQuiet('collection', async () => {
      await choice.click()
      await frames(page)
    })
  await main
    .getByText(/desrever/)
    .first()
    .click()
  await main.getByRole('row').nth(1).waitFor(limit)
  const more = main.getByRole('row', { name: /Ready/ }).getByRole('button', { name: /^More about/ })
  await expectQuiet('passages', async () => {
    await more.first().click()
    await page.getByRole('button', { name: 'Show passages…' }).click()
    await page.getByRole('dialog').getByRole('listitem').first().waitFor(limit)
    await page.keyboard.press('Escape')
  })
  await page.getByRole('radio', { name: 'Search' }).check({ force: true })
  await expectQuiet('playground', async () => {
    await page.getByRole('searchbox', { name: 'What to look for' }).fill('alert script')
    await page.keyboard.press('Enter')
    await page.locator('.results .passage').first().waitFor(limit)
    await frames(page)
  })
})

test('as personas and templates, in every page of the settings, the request log and what came in of an export', async () => {
  const { page, api } = parts()
  await api.settings.change({
    model_mirror: `https://evil.example/${encodeURIComponent('<img src=x onerror=alert(1)>')}`,
    offline: true,
  })
  await expectQuiet('personas', async () => {
    await go(page, { page: 'personas' })
    await page.locator('main').getByText('alert').first().waitFor(limit)
    await frames(page)
  })
  await expectQuiet('templates', async () => {
    await go(page, { page: 'chat', conversationId: null })
    await field(page).fill('')
    await field(page).press('/')
    await page.locator('[role=option]').first().waitFor(limit)
    await page.keyboard.press('End')
    await frames(page)
    await field(page).fill('')
  })
  for (const section of ['general', 'chat', 'knowledge', 'privacy', 'data', 'about'])
    await expectQuiet(section, async () => {
      await go(page, { page: 'settings', section })
      await page.locator('main h1').waitFor(limit)
      await frames(page)
    })
  await go(page, { page: 'settings', section: 'data' })
  await expectQuiet('export of another app', async () => {
    const file = { name: 'export.zip', mimeType: 'application/zip', buffer: Buffer.from(hostileExport()) }
    await page.getByLabel('Import chats').setInputFiles(file)
    await page
      .getByText(/came in|here already/)
      .first()
      .waitFor(limit)
    await frames(page)
  })
  await expectQuiet('usage', async () => {
    await go(page, { page: 'usage' })
    await page.locator('main h1').waitFor(limit)
    await frames(page)
  })
})

test('a handler in a diagram is stopped by the policy of its frame, should mermaid let it through', async () => {
  const { page, faults } = parts()
  await page.evaluate(async () => {
    const frame = Object.assign(document.createElement('iframe'), { src: './diagram.html', className: 'diagram-frame' })
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve)
      document.body.append(frame)
    })
  })
  const frame = page.frames().find((each) => each.url().endsWith('/diagram.html')) ?? expect.fail('there is no frame')

  const seen = await frame.evaluate(async () => {
    document.body.innerHTML =
      '<svg onload="alert(1)"><g onclick="alert(2)"><a href="javascript:alert(3)"><text>x</text></a></g></svg><button onclick="alert(4)">x</button>'
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'alert(5)' }))
    for (const each of document.querySelectorAll('svg, g, svg a, button'))
      for (const type of ['load', 'click']) each.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
    await new Promise((resolve) => setTimeout(resolve, 100))
    return globalThis.canary.seen.splice(0)
  })
  await page.evaluate(() => document.querySelector('.diagram-frame')?.remove())

  expect(seen.filter((each) => each.startsWith('ran'))).toEqual([])
  // The browser says of each what it refused; nothing else was wrong.
  expect(faults.splice(0).filter((fault) => !/violates the following Content Security Policy/.test(fault))).toEqual([])
  expect(seen.filter((each) => /^script-src-(?:attr|elem) inline/.test(each)).length).toBeGreaterThanOrEqual(4)
})

test('in notes and refusals', async () => {
  const { page, api } = parts()
  await go(page, { page: 'chat', conversationId: null })
  const line = page.getByRole('list', { name: 'Chats' }).locator('.chat-line .line-button')
  for (let n = 3; n < 9; n += 1)
    await expectQuiet('note of the trash', async () => {
      await line.nth(3).focus()
      await page.keyboard.press('Delete')
      await page.getByLabel('Notes').getByText('moved to trash').first().waitFor(limit)
      await frames(page)
    })
  const [folder] = await api.folders.list()
  await expectQuiet('refusal', async () => {
    await page.getByRole('button', { name: 'New folder' }).first().click()
    await page.getByRole('textbox', { name: 'Name of the folder' }).fill(folder?.name ?? '')
    await page.keyboard.press('Enter')
    await page.getByLabel('Notes').getByText('already').first().waitFor(limit)
    await frames(page)
  })
})

const parts = () => {
  const { page, api, canary, faults } = opened
  if (!page || !api || !canary || !faults) throw new Error('the page is not open')
  return { page, api, canary, faults }
}

/** As back and forward do it. */
const go = (page: Page, place: object): Promise<void> =>
  page.evaluate((state) => {
    history.pushState(state, '')
    dispatchEvent(new PopStateEvent('popstate', { state }))
  }, place)

const frames = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  })

/** From the end up to the beginning, a window at a time. */
async function scrollThrough(page: Page): Promise<void> {
  await page.locator('.thread').evaluate(async (thread) => {
    for (let times = 0; times < 30; times += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      if (thread.scrollTop === 0) return
      thread.scrollTop -= thread.clientHeight
    }
  })
}

const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' })

async function openChat(page: Page, api: Client<typeof desktop>, title: string): Promise<void> {
  const { conversations } = await api.find.everything({ query: title, kinds: ['conversations'], limit: 20 })
  const found = conversations.items.find((hit) => hit.title.text === title)
  await go(page, { page: 'chat', conversationId: found?.id })
  await page.locator('article').first().waitFor(limit)
}
