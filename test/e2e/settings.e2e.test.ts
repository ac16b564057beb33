import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { storePath } from '../../src-main/db/store-files.ts'
import { provenSocketAddress } from '../../src-renderer/connection/prove-token.ts'
import { joinCore } from '../helpers/join-core.ts'
import { type OpenPage, openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const passphrase = 'seven boats in the harbour'

async function openSection(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Settings/ })
    .first()
    .click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name, exact: true }).click()
}

/** A chat with an answer by the demo model. */
async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).last().waitFor(limit)
}

/** The built-in model; it has no documents to quote, which is an answer too. Fails with what the page says went wrong. */
async function chooseDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use the demo model' }).click(limit)
  const fault = page.getByRole('region', { name: 'Notes' }).getByRole('alert')
  await page.getByRole('button', { name: 'Add the samples' }).or(fault).first().waitFor(limit)
  expect(await fault.allInnerTexts()).toEqual([])
}

async function download(page: Page, click: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download', limit), click()])
  return await file.path()
}

const sections = [
  'General',
  'Appearance',
  'Chat',
  'Models and engine',
  'Knowledge',
  'Privacy',
  'Data',
  'Shortcuts',
  'About',
] as const

test('every section of the settings is without fault in both themes, also narrow', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await chooseDemo(page)

  for (const section of sections) {
    await openSection(page, section)
    if (section === 'Data') {
      await page.getByRole('button', { name: 'Back up now' }).click()
      await page.getByRole('cell', { name: 'Made by you' }).waitFor(limit)
      await page.getByRole('button', { name: 'Restore…' }).first().click()
      await page.getByText(/It holds \d+ chats/).waitFor(limit)
      await lookAt(page, `settings-restore`)
      await page.keyboard.press('Escape')
    }
    await lookAt(page, `settings-${section.toLowerCase().replaceAll(' ', '-')}`)
  }
  await openSection(page, 'Privacy')
  await page.getByRole('switch', { name: 'App lock' }).click()
  await page.getByRole('dialog', { name: 'Set a passphrase' }).waitFor(limit)
  await lookAt(page, `settings-passphrase`)
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 480, height: 800 })
  await lookAt(page, `settings-narrow`)

  expect(faults).toEqual([])
})

test('theme, language, text size and keys are kept over a restart', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  {
    await using shell = await startShell(data)
    await using opened = await openPage(shell.url)
    const { page } = opened
    await openSection(page, 'Appearance')
    await page.getByText('Dark', { exact: true }).click()
    await page.getByText('Large', { exact: true }).click()
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await openSection(page, 'Shortcuts')
    await page.getByRole('button', { name: 'Change the keys of Open Knowledge' }).click()
    await page.keyboard.press('Control+k')
    await page.getByText('“Search everything” has these keys.').waitFor(limit)
    await page.getByRole('button', { name: 'Leave it' }).click()
    await page.getByRole('button', { name: 'Change the keys of Open Knowledge' }).click()
    await page.keyboard.press('Control+Shift+e')
    await openSection(page, 'Appearance')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
    await page.getByText('Des Fensters. Antworten kommen in der Sprache der Frage.').waitFor(limit)
    // The page shows a choice before the core has it.
    const chosen = { theme: 'dark', text_size: 'large', language: 'de', shortcuts: { openKnowledge: 'Mod+Shift+E' } }
    const api = await joinCore(data)
    await expect.poll(() => api.settings.get()).toMatchObject(chosen)
  }
  await using again = await startShell(data)
  await using opened = await openPage(again.url)
  const { page } = opened

  await page.getByRole('button', { name: 'Einstellungen' }).first().waitFor(limit)
  await page.keyboard.press('Control+Shift+e')
  await page.locator('#rail [aria-current=page]', { hasText: 'Wissen' }).waitFor(limit)

  expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({ theme: 'dark', textSize: 'large' })
})

test('everything that is exported comes into an empty data folder: the same chats and versions, and no second time', async () => {
  using folder = tempFolder()
  const library = await exportFrom(folder.path)
  const theirs = library.split('\n').slice(1, -1)
  await using shell = await startShell(join(folder.path, 'empty'))
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  writeFileSync(join(folder.path, 'library.jsonl'), library)

  await openSection(page, 'Data')
  await page.getByLabel('Import chats').setInputFiles(join(folder.path, 'library.jsonl'))
  await page.getByText('1 chat came in, with 3 messages').waitFor(limit)
  await lookAt(page, 'settings-imported')
  const back = await download(page, () => page.getByRole('button', { name: 'Export everything' }).click())
  await page.getByLabel('Import chats').setInputFiles(join(folder.path, 'library.jsonl'))

  await page.getByText('1 chat was here already').waitFor(limit)
  expect(chatsOf(readFileSync(back, 'utf8').split('\n').slice(1, -1))).toEqual(chatsOf(theirs))
  expect(faults).toEqual([])
})

/** A library with one chat of two versions. */
async function exportFrom(folder: string): Promise<string> {
  await using shell = await startShell(join(folder, 'full'))
  await using opened = await openPage(shell.url)
  const { page } = opened
  await chooseDemo(page)
  await ask(page, 'When does the tenant have to give notice?')
  await page.getByRole('button', { name: 'Regenerate' }).first().click()
  await page.getByText('2 / 2').waitFor(limit)
  await page.getByRole('button', { name: 'Copy answer' }).waitFor(limit)
  await openSection(page, 'Data')
  return readFileSync(await download(page, () => page.getByRole('button', { name: 'Export everything' }).click()), 'utf8')
}

/** What has to be the same; the collections are of the other data folder. */
const chatsOf = (lines: readonly string[]): unknown[] =>
  lines.map((line) => {
    const { conversation, messages } = JSON.parse(line)
    return { ...conversation, collection_ids: [], messages }
  })

test('a lock covers the window and refuses its calls until the passphrase is given; draft and place are kept, also at the next start', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  {
    await using shell = await startShell(data)
    await using opened = await openPage(shell.url)
    const { page } = opened
    await chooseDemo(page)
    await ask(page, 'When does the tenant have to give notice?')
    await page.getByRole('textbox', { name: 'Your question' }).fill('A thought that is not sent')
    await setPassphrase(page)
    await page.goBack()
    await page.goBack()
    await openSection(page, 'Privacy')
    await page.getByRole('button', { name: 'Lock now' }).click()
    await page.getByRole('heading', { name: 'Hearth is locked' }).waitFor(limit)
    expect(await page.getByText('When does the tenant').count()).toBe(0)
    await lookAt(page, 'locked')
    await unlock(page, 'not the passphrase')
    await page.getByText('That is not the passphrase.').waitFor(limit)
    await unlock(page, passphrase)

    await page.getByRole('heading', { name: 'Privacy', level: 1 }).waitFor(limit)
    await page
      .getByRole('button', { name: /When does the tenant/ })
      .first()
      .click()
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Your question' }).inputValue(), limit)
      .toBe('A thought that is not sent')
  }
  await using again = await startShell(data)
  await using opened = await openPage(again.url, 'dark')
  const { page } = opened
  await page.getByRole('heading', { name: 'Your data is locked' }).waitFor(limit)
  await lookAt(page, 'locked-start')
  await page.reload()
  await page.getByRole('heading', { name: 'Your data is locked' }).waitFor(limit)
  await unlock(page, passphrase)

  await page
    .getByRole('button', { name: /When does the tenant/ })
    .first()
    .waitFor(limit)
})

async function setPassphrase(page: Page): Promise<void> {
  await openSection(page, 'Privacy')
  await page.getByRole('switch', { name: 'App lock' }).click()
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('New passphrase once more').fill(passphrase)
  await page.getByRole('button', { name: 'Set passphrase' }).click()
  await page.getByText('Only your passphrase opens the key.').waitFor(limit)
}

async function unlock(page: Page, words: string): Promise<void> {
  await page.getByLabel('Passphrase').fill(words)
  await page.keyboard.press('Enter')
}

test('a locked core answers no call of any page, whatever it asks', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  await setPassphrase(opened.page)
  await opened.page.getByRole('dialog').waitFor({ ...limit, state: 'detached' })
  await opened.page.keyboard.press('Control+Shift+L')
  await opened.page.getByRole('heading', { name: 'Hearth is locked' }).waitFor(limit)

  expect(await answersOf(opened, 'conversations.list', { view: 'active', limit: 10 })).toEqual(['access.locked'])
  expect(await answersOf(opened, 'backups.create', {})).toEqual(['access.locked'])
  expect(await answersOf(opened, 'lock.changePassphrase', { current: null, next: null })).toEqual(['access.locked'])
})

/** The codes of the errors a second socket of the page gets for a call. */
async function answersOf({ page }: OpenPage, path: string, input: unknown): Promise<string[]> {
  const { host, origin, hash } = new URL(page.url())
  const address = await provenSocketAddress({ host, origin, hash })
  return await page.evaluate(
    async ({ address, path, input }) => {
      const socket = new WebSocket(address)
      const codes: string[] = []
      await new Promise((resolve) => {
        socket.onopen = () => {
          socket.send(JSON.stringify({ type: 'hello', version: 1, name: 'page' }))
          socket.send(JSON.stringify({ type: 'request', id: 1, path, input, credit: 0 }))
        }
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data)
          if (frame.type === 'error') codes.push(frame.error.code)
          if (frame.type !== 'hello') resolve(undefined)
        }
        socket.onclose = resolve
      })
      socket.close()
      return codes
    },
    { address, path, input },
  )
}

test('a backup is restored after its content was shown, and what was there comes back with Undo', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page } = opened
  await chooseDemo(page)
  await openSection(page, 'Data')
  await page.getByRole('button', { name: 'Back up now' }).click()
  await page.getByRole('cell', { name: 'Made by you' }).waitFor(limit)
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await ask(page, 'When does the tenant have to give notice?')
  await openSection(page, 'Data')

  await page.getByRole('button', { name: 'Restore…' }).first().click()
  await page.getByText('It holds 0 chats').waitFor(limit)
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click()
  await page
    .getByRole('button', { name: /When does the tenant/ })
    .first()
    .waitFor({ ...limit, state: 'detached' })
  expect(await page.getByRole('cell', { name: 'Replaced by a restore' }).count()).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).click(limit)

  await page
    .getByRole('button', { name: /When does the tenant/ })
    .first()
    .waitFor(limit)
})

test('the request log shows what was refused, finds it, and goes into a file', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page, foreignRequests } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
  await openSection(page, 'Privacy')
  await page.getByRole('switch', { name: 'Work offline' }).click()
  await expect.poll(() => page.getByRole('switch', { name: 'Work offline' }).getAttribute('aria-checked')).toBe('true')
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await page
    .getByRole('button', { name: /^Download/ })
    .first()
    .click()
  await openSection(page, 'Privacy')

  await page.getByRole('cell', { name: 'Refused' }).first().waitFor(limit)
  await lookAt(page, 'settings-request-log')
  await page.getByRole('searchbox', { name: 'Host or reason' }).fill('nowhere')
  await page.getByText('No request was made.').waitFor(limit)
  await page.getByRole('searchbox', { name: 'Host or reason' }).fill('model')
  await page.getByRole('cell', { name: 'Refused' }).first().waitFor(limit)
  const file = await download(page, () => page.getByRole('button', { name: 'Export as CSV' }).click())

  expect(readFileSync(file, 'utf8')).toMatch(
    /^at,method,host,path,reason,sent_bytes,received_bytes,outcome\r\n.*,0,0,offline\r\n/,
  )
  expect(foreignRequests).toEqual([])
})

test('a store that cannot be opened is said on the page, and its backup put in place there', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  {
    await using shell = await startShell(data)
    await using opened = await openPage(shell.url)
    await openSection(opened.page, 'Data')
    for (const count of [1, 2]) {
      await opened.page.getByRole('button', { name: 'Back up now' }).click()
      await expect.poll(() => opened.page.getByRole('cell', { name: 'Made by you' }).count(), limit).toBe(count)
    }
  }
  damage(storePath(data))
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page } = opened

  await page.getByRole('heading', { name: 'Part of your data file cannot be read' }).waitFor(limit)
  await page.getByText('0 chats · 0 messages').waitFor(limit)
  expect(await page.getByRole('radio').first().isChecked()).toBe(true)
  await lookAt(page, `store-fault`)
  await page.getByRole('button', { name: 'Restore and open' }).click()

  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
  expect(readdirSync(join(data, 'damaged'))).toHaveLength(1)
})

function damage(path: string): void {
  const bytes = readFileSync(path)
  for (let at = 0; at < bytes.length; at += 16_384) bytes.fill(0x5a, at + 100, at + 400)
  writeFileSync(path, bytes)
}

test('a data folder without its key says so on the page, and opens once the key is back', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  {
    await using _shell = await startShell(data)
  }
  const key = readFileSync(join(data, 'key.json'))
  writeFileSync(join(data, 'key.json'), '')
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page } = opened
  await page.getByRole('heading', { name: /key file of .* is missing/ }).waitFor(limit)
  await lookAt(page, 'store-fault-key')
  expect(await page.getByRole('button', { name: 'Restore and open' }).count()).toBe(0)
  writeFileSync(join(data, 'key.json'), key)

  await page.getByRole('button', { name: 'Try again' }).click()

  await page.getByRole('button', { name: 'Use the demo model' }).waitFor(limit)
})
