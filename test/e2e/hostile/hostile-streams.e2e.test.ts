import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostileMarkdown } from '../../helpers/hostile-markdown.ts'
import { hostileTexts } from '../../helpers/hostile-texts.ts'
import { type OpenPage, openPage } from '../../helpers/open-page.ts'
import { seeded } from '../../helpers/seeded.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { cutRandomly } from './cut-randomly.ts'
import { serveHarness } from './serve-harness.ts'

const texts = [...hostileMarkdown, ...hostileTexts]
const random = seeded(20_261)
const opened: { page?: OpenPage } = {}
const own = new AsyncDisposableStack()

beforeAll(async () => {
  const folder = own.use(tempFolder())
  const { url } = own.use(await serveHarness(folder.path))
  opened.page = own.use(await openPage(url))
  await opened.page.page.waitForFunction('globalThis.stream')
  // Every way in which a hostile text says that it ran.
  await opened.page.page.evaluate(() => {
    const seen: string[] = []
    globalThis.alert = (text) => void seen.push(`ran: ${text}`)
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      seen.push(`${violatedDirective} ${blockedURI}`),
    )
    Object.assign(globalThis, { seen })
  })
})

afterAll(() => own.disposeAsync())

test('there are at least 200 hostile texts', () => expect(new Set(texts).size).toBeGreaterThanOrEqual(200))

test('no hostile text runs, loads or asks anything while it is streamed, wherever it is cut', async () => {
  const { page, foreignRequests, faults } = opened.page ?? expect.fail('the page is not open')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))

  for (const text of texts) {
    const ends = cutRandomly(text, { random, atMost: 25 })
    await page.evaluate(([whole, at]) => globalThis.stream(whole, at), [text, ends] as const)
    const seen = await page.evaluate(() => globalThis.seen)
    expect({ text: text.slice(0, 80), seen, foreignRequests, faults }).toEqual({
      text: text.slice(0, 80),
      seen: [],
      foreignRequests: [],
      faults: [],
    })
  }
  // The worker and what it loads come from the page's own server, and nothing else was asked.
  expect(asked.filter((address) => !/\/assets\/[\w.-]+\.js$/.test(new URL(address).pathname))).toEqual([])
})

declare global {
  var stream: (text: string, ends: readonly number[]) => Promise<number>
  var seen: string[]
}
