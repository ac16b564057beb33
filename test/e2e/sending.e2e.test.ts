import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { openKey } from '../../src-main/db/key.ts'
import { openStore } from '../../src-main/db/open-store.ts'
import { recordUse } from '../../src-main/usage/usage-log.ts'
import { plans } from '../../src-shared/billing/plans.ts'
import { newId } from '../../src-shared/ids.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { migrationsFolder } from '../helpers/test-db.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }
const field = (page: Page) => page.getByRole('textbox', { name: 'Your question' })

test('Enter chooses a word while an input method composes, and sends once it is done; a question waits for its file', async () => {
  using folder = tempFolder()
  await using shell = await startShell(join(folder.path, 'data'))
  await using opened = await openPage(shell.url)
  const { page } = opened
  await page.getByRole('button', { name: 'Use the demo model' }).click(limit)
  await page.getByRole('button', { name: 'Add the samples' }).waitFor(limit)
  const devtools = await page.context().newCDPSession(page)

  await field(page).focus()
  await devtools.send('Input.imeSetComposition', { text: 'ぽんぷ', selectionStart: 3, selectionEnd: 3 })
  // As an input method hands it on: the key that accepts a word, without a character of its own.
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
  await expect.poll(() => field(page).inputValue()).toBe('ぽんぷ')
  expect(await page.locator('.me').count()).toBe(0)
  await devtools.send('Input.insertText', { text: 'ポンプ' })
  await expect.poll(() => field(page).inputValue()).toBe('ポンプ')

  // It is read for several times as long as the pictures take.
  const book = join(folder.path, 'book.md')
  writeFileSync(book, Array.from({ length: 40_000 }, (_, n) => `Chapter ${n} tells of the pump of house ${n}.`).join('\n\n'))
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chosen).setFiles(book)
  await page.getByRole('list', { name: 'Attachments' }).getByText('book.md').waitFor(limit)
  await field(page).press('Enter')
  await page.getByText('Sent as soon as “book.md” is read').waitFor(limit)
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await lookAt(page, 'composer-waits')
  expect(await page.getByText('Sent as soon as “book.md” is read').isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Do not send yet' }).click()
  await page.getByText('Sent as soon as').waitFor({ ...limit, state: 'detached' })
  expect([await page.locator('.me').count(), await field(page).inputValue()]).toEqual([0, 'ポンプ'])

  await page.getByRole('button', { name: 'Remove book.md' }).click()
  await field(page).press('Enter')
  await page.locator('.me').getByText('ポンプ').waitFor(limit)
})

test('a used up plan is said on top of the composer, and a draft can be written and is kept', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await useUp(data)
  await using shell = await startShell(data)
  await using opened = await openPage(shell.url)
  const { page } = opened
  const { messages } = plans.free.limits

  await page
    .getByText(`${messages.toLocaleString('en')} of ${messages.toLocaleString('en')} messages used on the Free plan`)
    .waitFor(limit)
  await field(page).fill('A draft for next month')
  await field(page).press('Enter')
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await lookAt(page, `composer-full`)
  await field(page).blur()
  await page.reload()

  await expect.poll(() => field(page).inputValue(), limit).toBe('A draft for next month')
  expect(await page.locator('.me').count()).toBe(0)
  await page.getByRole('button', { name: 'See usage' }).click()
  await page.getByRole('heading', { name: 'Usage' }).waitFor(limit)
})

/** The month's messages of the free plan, counted as one record of the store that the shell will open. */
async function useUp(folder: string): Promise<void> {
  const { key } = await openKey({ folder })
  await using store = await openStore({ folder, key, migrationsFolder, now: Date.now, report: () => {} })
  const counted = { quantity: plans.free.limits.messages, started_at: Date.now(), ended_at: null, mono_ms: 0 }
  const nowhere = { model_id: null, lease_id: null, conversation_id: null, message_id: null }
  store.db.transact((tx) => recordUse(tx, { usage_id: newId(), meter: 'messages', ...counted, ...nowhere }))
}
