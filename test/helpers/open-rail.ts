import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { joinCore } from './join-core.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { type SeededChat, seedChats } from './seed-chats.ts'
import { startShell } from './start-shell.ts'
import { tempFolder } from './temp-folder.ts'

const usual: readonly SeededChat[] = [
  { title: 'Warranty terms for the K-200 pump', daysAgo: 3, pinned: true },
  { title: 'Reply to the dealer in Porto' },
  { title: 'Rewrite the onboarding letter' },
  { title: 'SQL window functions, explained' },
  { title: 'Trip plan: Lisbon in March', daysAgo: 2 },
  { title: 'Compare insurance offers', daysAgo: 3 },
  { title: 'Price list for spring', daysAgo: 30 },
]

export interface Rail extends AsyncDisposable {
  readonly page: Page
  readonly api: Client<typeof desktop>
  readonly faults: readonly string[]
}

export interface RailOptions {
  readonly chats?: readonly SeededChat[]
}

/** A window with these chats and the demo model, and a second way into its core. */
export async function openRail({ chats = usual }: RailOptions = {}): Promise<Rail> {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  await api.models.addDemo()
  await seedChats(api, chats)
  const opened: OpenPage = own.use(await openPage(shell.url))
  await line(opened.page, chats[0]?.title ?? '').waitFor()
  const running = own.move()
  return { page: opened.page, api, faults: opened.faults, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

export const list = (page: Page): Locator => page.getByRole('list', { name: 'Chats' })
export const line = (page: Page, title: string): Locator => list(page).getByRole('button', { name: new RegExp(`^${title}`) })
export const toast = (page: Page, text: string): Locator => page.getByLabel('Notes').getByText(text)
export const choice = (page: Page, name: string): Locator => page.getByRole('menuitem', { name })
export const undo = (page: Page): Promise<void> => page.getByLabel('Notes').getByRole('button', { name: 'Undo' }).last().click()
