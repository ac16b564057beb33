import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import type { KeptForm } from '../../src-shared/rows/conversation.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const limit = { timeout: 60_000 }
const passphrase = 'seven boats in the harbour'
const own = new AsyncDisposableStack()
const opened: { page?: Page; api?: Client<typeof desktop>; faults?: readonly string[] } = {}

beforeAll(async () => {
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  await api.models.addDemo()
  await api.collections.create({ id: newId(), name: 'Manuals' })
  await api.templates.put({ id: newId(), name: 'Reply', text: 'Answer {{sender}} about {{matter}}.' })
  await api.lock.changePassphrase({ current: null, next: passphrase })
  const { page, faults } = own.use(await openPage(shell.url))
  Object.assign(opened, { page, api, faults })
})

afterAll(() => own.disposeAsync())

interface Form {
  readonly kept: KeptForm
  readonly open: (page: Page) => Promise<void>
  readonly field: (page: Page) => Locator
  readonly leave: (page: Page) => Promise<void>
}

const typed = 'Half of a sentence that took a while'
const dialog = (page: Page): Locator => page.getByRole('dialog')
const press = (place: Page | Locator, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).click(limit)
const goTo = (page: Page, name: string): Promise<void> => press(page.locator('#rail'), name)
const question = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' })
/** Else what opened the templates is the draft that the next form's chat begins with. */
const emptyQuestion = (page: Page): Promise<void> => question(page).fill('')

const forms: Readonly<Record<string, Form>> = {
  'a persona': {
    kept: 'form.persona',
    async open(page) {
      await press(page, 'Choose a persona')
      await press(page, 'Manage personas')
      await press(page, 'New persona')
      await dialog(page).getByRole('textbox', { name: 'Name' }).fill('Proof reader')
    },
    field: (page) => dialog(page).getByRole('textbox', { name: 'Instructions' }),
    leave: (page) => press(page, 'Cancel'),
  },
  'a template': {
    kept: 'form.template',
    async open(page) {
      await question(page).fill('')
      await question(page).press('/')
      await press(page, 'Manage templates')
      await press(page, 'New template')
    },
    field: (page) => dialog(page).getByRole('textbox', { name: 'Text' }),
    async leave(page) {
      await press(page, 'Back')
      await press(dialog(page), 'Close')
      await emptyQuestion(page)
    },
  },
  'what a template asks for': {
    kept: 'form.variables',
    async open(page) {
      await question(page).fill('')
      await question(page).pressSequentially('/Rep')
      await page.getByRole('option', { name: /^Reply/ }).click(limit)
    },
    field: (page) => page.getByRole('textbox', { name: 'matter' }),
    async leave(page) {
      await press(page.getByRole('group', { name: /^Fill in/ }), 'Cancel')
      await emptyQuestion(page)
    },
  },
  'a folder to watch': {
    kept: 'form.watch',
    async open(page) {
      await goTo(page, 'Knowledge')
      await press(page, 'Watch a folder')
      await dialog(page).getByRole('textbox', { name: 'Path of the folder' }).fill('/nowhere')
    },
    field: (page) => dialog(page).getByRole('textbox', { name: 'Not these' }),
    leave: (page) => press(page, 'Close'),
  },
}

test.each(Object.entries(forms))(
  'what was typed in %s stands there again after the lock, after a reload and after both, until it is left',
  async (_, { kept, open, field, leave }) => {
    const { page, api, faults } = parts()
    await newChat(page)
    await open(page)
    await field(page).fill(typed)

    await api.lock.now()
    await unlock(page)
    await expect.poll(() => field(page).inputValue(limit), limit).toBe(typed)
    await field(page).press('Control+End')
    await field(page).pressSequentially(' to write')
    await page.reload()
    await expect.poll(() => field(page).inputValue(limit), limit).toBe(`${typed} to write`)
    await api.lock.now()
    await page.reload()
    await unlock(page)
    await expect.poll(() => field(page).inputValue(limit), limit).toBe(`${typed} to write`)

    await leave(page)
    await field(page).waitFor({ ...limit, state: 'detached' })
    // What the core keeps is what opens it again: the page reads that only some time after it is drawn.
    for (const id of [kept, 'new'] as const) await expect.poll(() => api.drafts.get({ id }), limit).toBe('')
    await page.reload()
    await page.locator('#rail').waitFor(limit)
    await page.locator('main h1').first().waitFor(limit)
    expect(await field(page).count()).toBe(0)
    expect(faults).toEqual([])
  },
)

const inDialogs = Object.entries(forms).filter(([, { kept }]) => kept !== 'form.variables')

test.each(inDialogs)(
  'what was typed in %s is not thrown away by a press beside it, nor by Escape: it is there when it is opened again, until it is cancelled',
  async (_, { kept, open, field, leave }) => {
    const { page, api, faults } = parts()
    await newChat(page)
    await open(page)
    await field(page).fill(typed)

    await page.mouse.click(4, 4)
    expect(await field(page).inputValue(limit)).toBe(typed)
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ ...limit, state: 'detached' })
    await expect.poll(() => api.drafts.get({ id: kept }), limit).toContain('"isLeft":true')
    await emptyNew(page)
    await page.reload()
    await page.locator('main h1').first().waitFor(limit)
    expect(await dialog(page).count()).toBe(0)
    await newChat(page)
    await open(page)
    expect(await field(page).inputValue(limit)).toBe(typed)

    await leave(page)
    await expect.poll(() => api.drafts.get({ id: kept }), limit).toBe('')
    await newChat(page)
    await open(page)
    expect(await field(page).inputValue(limit)).toBe('')
    await leave(page)
    await field(page).waitFor({ ...limit, state: 'detached' })
    expect(faults).toEqual([])
  },
)

test('a form in which nothing was typed is left by a press beside it, and nothing is kept of it', async () => {
  const { page, api } = parts()
  await goTo(page, 'Knowledge')
  await press(page, 'Watch a folder')
  await dialog(page).waitFor(limit)

  await page.mouse.click(4, 4)

  await dialog(page).waitFor({ ...limit, state: 'detached' })
  expect(await api.drafts.get({ id: 'form.watch' })).toBe('')
})

const newChat = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: /^New chat/ })
    .first()
    .click(limit)

/** Where the templates are opened with a slash. */
async function emptyNew(page: Page): Promise<void> {
  await newChat(page)
  await emptyQuestion(page)
}

function parts() {
  const { page, api, faults } = opened
  if (!page || !api || !faults) throw new Error('the page is not open')
  return { page, api, faults }
}

async function unlock(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Hearth is locked' }).waitFor(limit)
  await page.getByLabel('Passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
}
