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
const streams = texts.map((text) => ({ text, ends: cutRandomly(text, { random, atMost: 25 }) }))
const opened: { pages: readonly OpenPage[] } = { pages: [] }
const own = new AsyncDisposableStack()

/** A piece a frame is what a page waits for, not what it computes: so several of them share the texts. */
const pageCount = 4

beforeAll(async () => {
  const folder = own.use(tempFolder())
  const { url } = own.use(await serveHarness(folder.path))
  opened.pages = await Promise.all(Array.from({ length: pageCount }, () => openHarness(url)))
})

afterAll(() => own.disposeAsync())

async function openHarness(url: string): Promise<OpenPage> {
  const harness = own.use(await openPage(url))
  await harness.page.waitForFunction('globalThis.stream')
  // Every way in which a hostile text says that it ran.
  await harness.page.evaluate(() => {
    const seen: string[] = []
    globalThis.alert = (text) => void seen.push(`ran: ${text}`)
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      seen.push(`${violatedDirective} ${blockedURI}`),
    )
    Object.assign(globalThis, { seen })
  })
  return harness
}

test('there are at least 200 hostile texts', () => expect(new Set(texts).size).toBeGreaterThanOrEqual(200))

test('no hostile text runs, loads or asks anything while it is streamed, wherever it is cut', async () => {
  const shares = opened.pages.map((harness, n) =>
    streamInto(
      harness,
      streams.filter((_, index) => index % pageCount === n),
    ),
  )
  const told = await Promise.all(shares)

  expect(told.reduce((sum, count) => sum + count, 0)).toBe(texts.length)
})

/** Resolves with how many were streamed. */
async function streamInto({ page, foreignRequests, faults }: OpenPage, share: typeof streams): Promise<number> {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  for (const { text, ends } of share) {
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
  return share.length
}

declare global {
  var stream: (text: string, ends: readonly number[]) => Promise<number>
  var seen: string[]
}
