import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { catchCalls } from '../helpers/catch-calls.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

/** What the product promises a person without a network, from the open window to the marked sentence. */
const promisedMs = 60_000

test('with every outgoing request refused, three steps lead to a cited answer in under a minute', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page, faults, foreignRequests } = opened
  const core = await joinCore(data)
  await core.settings.change({ offline: true })
  let looked = 0
  const look = async (name: string): Promise<void> => {
    const startedMs = performance.now()
    await lookAt(page, `first-run-${name}`)
    looked += performance.now() - startedMs
  }
  const startedMs = performance.now()
  await page.reload()

  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
  await look('model')
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  await page.getByRole('button', { name: 'Add the samples' }).waitFor(limit)
  await look('documents')
  await page.getByRole('button', { name: 'Add the samples' }).click()
  const question = page.getByRole('button', { name: 'How long is the K-200 pump covered by the warranty?' })
  await question.waitFor(limit)
  await look('question')
  await question.click()
  const source = page.getByRole('button', { name: /^Source 1:/ }).first()
  await source.waitFor(limit)
  await source.click()
  const marked = page.getByRole('complementary', { name: 'Source' }).locator('mark').first()
  await marked.waitFor(limit)
  const tookMs = performance.now() - startedMs - looked

  expect(await marked.innerText()).toContain('24 months from the date of installation')
  await look('answer')
  process.stdout.write(`First cited answer after ${(tookMs / 1000).toFixed(1)} s\n`)
  expect(tookMs).toBeLessThan(promisedMs)
  expect((await core.network.requests({ query: '' })).items).toEqual([])
  expect([foreignRequests, faults]).toEqual([[], []])
})

test.each(['light', 'dark'] as const)(
  'each model that is offered says whether it fits this machine, and nothing moves when that is known (%s)',
  async (theme) => {
    using folder = tempFolder()
    await using shell = await startShell(join(folder.path, 'data'))
    await using opened = await openPage(shell.url, theme)
    const demo = opened.page.getByRole('button', { name: 'Use the demo model' })
    const fits = opened.page.locator('.model-fit')
    expect(await opened.page.locator('html').getAttribute('data-theme')).toBe(theme)
    await expect.poll(() => fits.locator('.badge').count(), limit).toBe(2)
    const known = await demo.boundingBox()
    await lookAt(opened.page, 'first-run-fits')

    // As it was before: the place is there, and empty.
    await fits.evaluateAll((places) => places.forEach((place) => void place.replaceChildren()))
    expect(await demo.boundingBox()).toEqual(known)
  },
)

test('every step can be left out: the window is there at once, and the steps come back when they are wanted', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page } = opened

  await page.getByRole('button', { name: 'Skip for now' }).click(limit)
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('button', { name: 'Use the demo model' }).click(limit)
  await page.getByRole('button', { name: 'Add the samples' }).waitFor(limit)
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await page.reload()

  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  expect(await page.getByRole('button', { name: 'Set up' }).isVisible()).toBe(true)
})

test('a connection that is lost while the demo model is added delays it: the button says what goes on, and is pressed once', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  const cut = await loseCall(page, 'models.addDemo')
  await page.reload()

  await page.getByRole('button', { name: 'Use the demo model' }).click(limit)
  await page.getByRole('button', { name: 'Adding…', disabled: true }).waitFor(limit)
  await lookAt(page, 'first-run-adding')
  await cut()

  await page.getByRole('button', { name: 'Add the samples' }).waitFor(limit)
  expect(faults).toEqual([])
})

/** The first call of this name never arrives; what comes back ends the connection that it was made on. */
async function loseCall(page: Page, name: string): Promise<() => Promise<void>> {
  const lost = Promise.withResolvers<() => Promise<void>>()
  let isLost = false
  await catchCalls(page, name, ({ socket, send }) => {
    if (isLost) return send()
    isLost = true
    lost.resolve(() => socket.close())
  })
  return async () => (await lost.promise)()
}
