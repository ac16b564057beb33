import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { joinCore } from './join-core.ts'
import { importDone } from './knowing-core.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { startShell } from './start-shell.ts'
import { tempFolder } from './temp-folder.ts'

export interface OpenSources extends AsyncDisposable {
  readonly page: Page
  readonly api: Client<typeof desktop>
  readonly folder: string
  readonly viewer: Locator
  readonly faults: readonly string[]
  readonly foreignRequests: readonly string[]
  /** Asks, waits for the answer, and opens its first source. */
  ask(question: string): Promise<void>
}

const limit = { timeout: 60_000 }

/** A window with the demo model, and files imported by their paths, as the system's dialog would hand them over. */
export async function openSources(
  write: (folder: string) => readonly string[],
  theme: 'light' | 'dark' = 'light',
): Promise<OpenSources> {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder()).path
  const data = join(folder, 'data')
  const shell = own.use(await startShell(data))
  const api = await joinCore(data)
  await api.models.addDemo()
  const collectionId = newId()
  await api.collections.create({ id: collectionId, name: 'Manuals' })
  const job = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [...write(folder)] })
  await importDone({ api }, job.id)
  const opened: OpenPage = own.use(await openPage(shell.url, theme))
  const { page, faults, foreignRequests } = opened
  const running = own.move()
  return {
    page,
    api,
    folder,
    viewer: page.getByRole('complementary', { name: 'Source' }),
    faults,
    foreignRequests,
    ask: (question) => ask(page, question),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Copy answer' }).last().waitFor(limit)
  await page.screenshot({ path: '/tmp/shot.png' })
  await page.getByRole('button', { name: /^Source 1:/ }).last().click({ timeout: 3000 })
}
