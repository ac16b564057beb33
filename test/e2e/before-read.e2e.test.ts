import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { teachLongSentence } from '../helpers/knowing-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const limit = { timeout: 60_000 }

test('a question that is sent before the page knows the collections waits for them, once, and is answered from them', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  await teachLongSentence({ api: await joinCore(data) }, folder.path)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  const release = await holdCall(page, 'collections.list')
  await page.reload()
  const field = page.getByRole('textbox', { name: 'Your question' })

  await field.fill('What does the warranty of the pump cover?')
  await page.getByRole('button', { name: 'Send', disabled: false }).waitFor(limit)
  await field.press('Enter')
  await field.press('Enter')
  expect([await page.locator('.me').count(), await field.inputValue()]).toEqual([0, 'What does the warranty of the pump cover?'])
  await release()

  await page
    .getByRole('button', { name: /^Source 1:/ })
    .first()
    .waitFor(limit)
  expect([await page.locator('.me').count(), await field.inputValue()]).toEqual([1, ''])
  expect(faults).toEqual([])
})

test('a question that is sent before the page knows what is attached waits for a file that is still being read', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  await teachLongSentence({ api }, folder.path)
  // Large enough to be read for a while.
  const book = Array.from({ length: 40_000 }, (_, n) => `Chapter ${n} tells of the pump of house ${n}.`).join('\n\n')
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  const release = await holdCall(page, 'attachments.list')
  await api.attachments.add({ id: newId(), owner: 'new', name: 'book.md', bytes: new TextEncoder().encode(book) })
  // From here on nobody tells the page of it but the list that is held back.
  await page.reload()
  const field = page.getByRole('textbox', { name: 'Your question' })

  await field.fill('What does the warranty of the pump cover?')
  await page.getByRole('button', { name: 'Send', disabled: false }).waitFor(limit)
  await field.press('Enter')
  expect(await page.locator('.me').count()).toBe(0)
  await release()

  await page.getByText('Sent as soon as “book.md” is read').waitFor(limit)
  expect(await page.locator('.me').count()).toBe(0)
  expect(faults).toEqual([])
})

test('files that are dropped before the page knows the collections go into the one that is there', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  const api = await joinCore(data)
  const collectionId = await teachLongSentence({ api }, folder.path)
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  const release = await holdCall(page, 'collections.list')
  await page.reload()
  const names = async () => (await api.documents.list({ collection_id: collectionId })).items.map(({ name }) => name)

  await page.locator('#rail').getByRole('button', { name: 'Knowledge' }).click()
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['Late'], 'late.txt', { type: 'text/plain' }))
    return transfer
  })
  await page.locator('.knowledge').dispatchEvent('drop', { dataTransfer: dropped })
  await release()

  await expect.poll(names, limit).toContain('late.txt')
  expect((await api.collections.list()).map(({ name }) => name)).toEqual(['Manuals'])
  expect(faults).toEqual([])
})

/** Calls of this name stay on their way until they are released. */
async function holdCall(page: Page, name: string): Promise<() => Promise<void>> {
  const released = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  await page.routeWebSocket(/\/rpc\?/, (socket) => {
    const shell = socket.connectToServer()
    socket.onMessage((message) => {
      if (!String(message).includes(`"${name}"`)) return shell.send(message)
      asked.resolve()
      void released.promise.then(() => shell.send(message))
    })
  })
  return async () => {
    await asked.promise
    released.resolve()
  }
}
