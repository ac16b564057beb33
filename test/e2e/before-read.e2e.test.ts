import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { catchCalls } from '../helpers/catch-calls.ts'
import { joinCore } from '../helpers/join-core.ts'
import { teachLongSentence } from '../helpers/knowing-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { line } from '../helpers/open-rail.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const question = 'What does the warranty of the pump cover?'

test('a question that is sent before the page knows the collections waits for them, once, and is answered from them', async () => {
  await using held = await openHeld('collections.list')
  const { page, field, sent, release } = held
  await page.reload()

  await held.ask()
  await field.press('Enter')
  await page.getByText('Waiting for your documents').waitFor(limit)
  expect([await sent.count(), await field.inputValue()]).toEqual([0, question])
  await lookAt(page, 'composer-waits-to-know')
  await release()

  await page
    .getByRole('button', { name: /^Source 1:/ })
    .first()
    .waitFor(limit)
  expect([await sent.count(), await field.inputValue()]).toEqual([1, ''])
  expect(held.faults).toEqual([])
})

test('who goes to another chat meanwhile, or thinks again, sends nothing: the words stay where they were typed', async () => {
  await using held = await openHeld('collections.list')
  const { page, field, sent, release, api } = held
  await api.conversations.create({ id: newId(), title: 'Another' })
  await page.reload()

  await held.ask()
  await page.getByRole('button', { name: 'Do not send yet' }).click(limit)
  await field.press('Enter')
  await line(page, 'Another').click(limit)
  await expect.poll(() => field.inputValue(), limit).toBe('')
  await page
    .getByRole('button', { name: /^New chat/ })
    .first()
    .click(limit)
  await expect.poll(() => field.inputValue(), limit).toBe(question)
  await release()

  // The page has heard of the collections: what was still wanted would be sent now.
  await page.getByRole('button', { name: 'Use knowledge' }).waitFor(limit)
  expect([await sent.count(), await field.inputValue()]).toEqual([0, question])
  expect((await api.conversations.list({})).items.map(({ title }) => title)).toEqual(['Another'])
  expect(held.faults).toEqual([])
})

test('a question that is sent before the page knows what is attached waits for a file that is still being read', async () => {
  await using held = await openHeld('attachments.list')
  const { page, sent, release, api } = held
  // Large enough to be read for a while.
  const book = Array.from({ length: 40_000 }, (_, n) => `Chapter ${n} tells of the pump of house ${n}.`).join('\n\n')
  await api.attachments.add({ id: newId(), owner: 'new', name: 'book.md', bytes: new TextEncoder().encode(book) })
  // From here on nobody tells the page of it but the list that is held back.
  await page.reload()

  await held.ask()
  expect(await sent.count()).toBe(0)
  await release()

  await page.getByText('Sent as soon as “book.md” is read').waitFor(limit)
  expect(await sent.count()).toBe(0)
  expect(held.faults).toEqual([])
})

test('files that are dropped before the page knows the collections go into the one that is there', async () => {
  await using held = await openHeld('collections.list')
  const { page, api, release } = held
  await page.reload()
  const names = async () => (await api.documents.list({ collection_id: held.collectionId })).items.map(({ name }) => name)

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
  expect(held.faults).toEqual([])
})

/** A page of a core that knows one document. Once it is loaded again, calls of this name stay on their way until they are released. */
async function openHeld(name: string) {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  const collectionId = await teachLongSentence({ api }, folder.path)
  const { page, faults } = own.use(await openPage(shell.url))
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await catchCalls(page, name, ({ send }) => {
    asked.resolve()
    void released.promise.then(send)
  })
  const field = page.getByRole('textbox', { name: 'Your question' })
  const kept = own.move()
  return {
    ...{ api, collectionId, page, faults, field, sent: page.locator('.me') },
    async ask() {
      await field.fill(question)
      await page.getByRole('button', { name: 'Send', exact: true, disabled: false }).waitFor(limit)
      await field.press('Enter')
    },
    async release() {
      await asked.promise
      released.resolve()
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
