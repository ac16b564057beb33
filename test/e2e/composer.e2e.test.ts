import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { openPage } from '../helpers/open-page.ts'
import { line, openRail } from '../helpers/open-rail.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

const lease = [
  '# Lease of the flat in Harbour Street',
  'The rent is 900 euros and is due on the third day of each month.',
  'The tenant gives notice three months before the end of a quarter.',
].join('\n\n')

async function open() {
  const stack = new AsyncDisposableStack()
  const folder = stack.use(tempFolder())
  const shell = stack.use(await startShell(join(folder.path, 'data')))
  const opened = stack.use(await openPage(shell.url))
  const { page } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).click()
  // The composer has a field of its own, which is there before the step that asks for documents.
  await page.getByLabel('Add files').setInputFiles(write(folder.path, 'garden.md', 'The roses are cut in March.'))
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor(limit)
  return { ...opened, folder: folder.path, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Your question' })
const chips = (page: Page) => page.getByRole('list', { name: 'Attachments' })

test('a file that is attached is answered from with a citation, in this chat only, and is no document of the knowledge', async () => {
  await using opened = await open()
  const { page, faults, folder } = opened

  await attach(page, write(folder, 'lease.md', lease))
  await chips(page).getByText('Ready').waitFor(limit)
  await ask(page, 'When does the tenant have to give notice?')
  await page.getByText('The tenant gives notice three months before the end of a quarter.').first().waitFor(limit)
  await page
    .getByRole('button', { name: /^Source 1:/ })
    .first()
    .waitFor(limit)

  await page.getByRole('list', { name: 'Sent with this question' }).getByText('lease.md').waitFor(limit)
  expect(await chips(page).count()).toBe(0)
  await page
    .getByRole('button', { name: /^New chat/ })
    .first()
    .click()
  await ask(page, 'When does the tenant have to give notice?')
  await page
    .getByText(/not contain|nothing/i)
    .first()
    .waitFor(limit)
  await page
    .getByRole('button', { name: /^Knowledge/ })
    .first()
    .click()
  await page.getByText('garden.md').first().waitFor(limit)
  expect(await page.getByText('lease.md').count()).toBe(0)
  expect(faults).toEqual([])
})

test('with the first letter of a question the model is put into memory, before anything is sent', async () => {
  await using opened = await open()
  const { page, faults } = opened
  const inMemory = page.getByTitle('Demo model is in memory')
  expect(await inMemory.count()).toBe(0)

  await field(page).press('W')

  await inMemory.waitFor(limit)
  expect(await page.getByRole('article').count()).toBe(0)
  expect(faults).toEqual([])
})

test('a long text that is pasted becomes an attachment, and goes into the question after all', async () => {
  await using opened = await open()
  const { page } = opened
  const long = 'The ferry leaves at nine. '.repeat(200)

  await paste(page, long)
  await chips(page).getByText('Pasted text.txt').waitFor(limit)
  expect(await field(page).inputValue()).toBe('')
  await page.getByRole('button', { name: 'Put it into the question' }).click()

  await expect.poll(() => field(page).inputValue()).toBe(long)
  await expect.poll(() => chips(page).count()).toBe(0)
})

test('a template is found, filled in and sent by the keyboard alone', async () => {
  await using opened = await open()
  const { page } = opened
  await field(page).press('/')
  await page.getByRole('button', { name: 'Add the examples' }).click()

  await field(page).pressSequentially('compa')
  await page.getByRole('option', { name: /Comparison/ }).waitFor(limit)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'first', exact: true }).waitFor(limit)
  await page.keyboard.type('roses')
  await page.keyboard.press('Tab')
  await page.keyboard.type('tulips')
  await page.keyboard.press('Enter')

  await expect.poll(() => field(page).inputValue()).toMatch(/^Compare roses with tulips in a table.* As of \d/)
  await page.keyboard.press('Enter')
  await page
    .locator('.me')
    .getByText(/^Compare roses with tulips/)
    .waitFor(limit)
})

test('the menu of templates is closed in another chat, also where the caret stands at the same place', async () => {
  await using rail = await openRail({ chats: [{ title: 'Warranty' }, { title: 'Lease' }] })
  const { page } = rail
  await field(page).fill('x')
  await line(page, 'Lease').click()
  await page.getByRole('heading', { name: 'Lease' }).waitFor(limit)
  await field(page).press('/')
  await page.getByRole('button', { name: 'Manage templates' }).waitFor(limit)

  await page.keyboard.press('Alt+n')

  await expect.poll(() => field(page).inputValue()).toBe('x')
  await expect.poll(() => page.getByRole('button', { name: 'Manage templates' }).count(), { timeout: 5000 }).toBe(0)
})

test('up brings the last questions of the chat into the empty field, down the way back', async () => {
  await using opened = await open()
  const { page } = opened
  await ask(page, 'When are the roses cut?')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await ask(page, 'And who cuts them?')
  await page.getByRole('button', { name: 'Copy answer' }).nth(1).waitFor(limit)

  await field(page).press('ArrowUp')
  expect(await field(page).inputValue()).toBe('And who cuts them?')
  await field(page).press('Home')
  await field(page).press('ArrowUp')
  expect(await field(page).inputValue()).toBe('When are the roses cut?')
  await field(page).press('ArrowDown')
  await field(page).press('ArrowDown')

  expect(await field(page).inputValue()).toBe('')
})

test('a draft stays with its chat over switching in the middle of typing and over a reload', async () => {
  await using opened = await open()
  const { page } = opened
  await ask(page, 'When are the roses cut?')
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await field(page).pressSequentially('half a thou')
  await page
    .getByRole('button', { name: /^New chat/ })
    .first()
    .click()
  await expect.poll(() => field(page).inputValue()).toBe('')
  await field(page).pressSequentially('another')

  await page.reload()
  await expect.poll(() => field(page).inputValue(), limit).toBe('another')
  await page.getByText('When are the roses cut?').first().click()

  await expect.poll(() => field(page).inputValue(), limit).toBe('half a thou')
})

test('every state of the composer has no fault that axe can find in either theme', async () => {
  await using opened = await open()
  const { page, folder } = opened
  const look = (name: string): Promise<void> => lookAt(page, `composer-${name}`)
  await attach(page, write(folder, 'lease.md', lease))
  await attach(page, write(folder, 'empty.txt', ''))
  await drop(page, 'photo.png', 'image/png')
  await chips(page)
    .getByText(/empty.txt could not be read/)
    .waitFor(limit)
  await chips(page)
    .getByText(/no model here can see pictures/)
    .waitFor(limit)
  await look('attachments')
  await page.setViewportSize({ width: 480, height: 800 })
  await look('attachments-narrow')
  await page.setViewportSize({ width: 1440, height: 900 })
  await field(page).press('/')
  await look('templates-none')
  await page.getByRole('button', { name: 'Add the examples' }).click()
  await page.getByRole('option').first().waitFor(limit)
  await look('templates')
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: /^Fill in/ }).waitFor(limit)
  await look('fill-in')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Manage templates' }).click()
  await look('manage-templates')
  // "Undo" lay under the dialog, where nothing can be pressed.
  const dialog = page.getByRole('dialog')
  const before = await dialog.getByRole('listitem').count()
  await dialog
    .getByRole('button', { name: /^Delete/ })
    .first()
    .click()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(before - 1)
  await look('templates-deleted')
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(before)
  await page.getByRole('button', { name: 'New template' }).click()
  await look('new-template')

  expect(opened.faults).toEqual([])
})

async function ask(page: Page, question: string): Promise<void> {
  await field(page).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
}

async function attach(page: Page, path: string): Promise<void> {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chosen).setFiles(path)
}

const paste = (page: Page, text: string): Promise<void> =>
  field(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

const drop = (page: Page, name: string, type: string): Promise<void> =>
  page.evaluate(
    (file) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['x'], file.name, { type: file.type }))
      for (const event of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }))
    },
    { name, type },
  )

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
