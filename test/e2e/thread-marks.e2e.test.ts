import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { conversationWith, messageWith, newId } from '../helpers/conversation-rows.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt } from './look-at.ts'

const limit = { timeout: 60_000 }

/** Long enough that its first answer is no element of the page while its end is read. */
function longChat() {
  const id = newId()
  const at = Date.now() - 1_000_000
  const messages: MessageRow[] = []
  for (let n = 0; n < 60; n++) {
    const role = n % 2 === 0 ? ('user' as const) : ('assistant' as const)
    const text = n === 1 ? 'The warranty ends with the **valve**.' : `Line ${n}. `.repeat(60)
    const thought = n === 1 ? 'First I look at the valve.' : null
    const parent_id = messages.at(-1)?.id ?? null
    messages.push(messageWith({ conversation_id: id, parent_id, role, text, thought, created_at: at + n, updated_at: at + n }))
  }
  const selected_leaf_id = messages.at(-1)?.id ?? null
  return { conversation: conversationWith({ id, title: 'Long chat', title_source: 'user', selected_leaf_id }), messages }
}

test('an open thought stays open out of view, a mark goes with the next action, and the trash is read only', async () => {
  using folder = tempFolder()
  const data = join(folder.path, 'data')
  await using shell = await startShell(data)
  const core = await joinCore(data)
  const chat = longChat()
  await core.conversations.import({ export: { format: 'hearth.conversation', version: 1, ...chat, tags: [], compactions: [] } })
  await using opened = await openPage(shell.url)
  const { page, faults } = opened
  await page
    .getByRole('button', { name: /^Long chat/ })
    .first()
    .click()
  await page.locator('.turn').first().waitFor(limit)

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('warranty ends')
  await page
    .getByRole('option', { name: /The warranty ends with/ })
    .first()
    .click(limit)
  const marked = page.locator('.turn-slot.marked')
  await marked.waitFor(limit)
  await marked.hover()
  await page.mouse.wheel(0, 40)
  expect(await marked.count()).toBe(1)
  await page.locator('details.thought summary').click()
  await expect.poll(() => marked.count()).toBe(0)
  await page.getByText('First I look at the valve.').waitFor(limit)

  await page.getByRole('button', { name: 'Jump to newest' }).click()
  await page.locator('details.thought').waitFor({ ...limit, state: 'detached' })
  await page.locator('section.thread').evaluate((element) => element.scrollTo(0, 0))
  await page.getByText('First I look at the valve.').waitFor(limit)

  await core.conversations.trash({ id: chat.conversation.id })
  await page.getByText('This chat is in the trash').waitFor(limit)
  for (const name of ['Regenerate', 'Edit', 'Good answer'])
    expect(await page.locator('section.thread').getByRole('button', { name, exact: true }).count()).toBe(0)
  await lookAt(page, 'thread-trash')
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await page.locator('section.thread').getByRole('button', { name: 'Regenerate' }).first().waitFor(limit)
  await page.getByRole('textbox', { name: 'Your question' }).waitFor(limit)
  expect(faults).toEqual([])
})
