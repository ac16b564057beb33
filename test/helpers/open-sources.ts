import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import type { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'
import { importChat } from './import-chat.ts'
import { joinCore } from './join-core.ts'
import { importDone } from './knowing-core.ts'
import { openPage } from './open-page.ts'
import { startShell } from './start-shell.ts'
import { tempFolder } from './temp-folder.ts'

export interface OpenSources extends AsyncDisposable {
  readonly page: Page
  readonly viewer: Locator
  readonly api: Client<typeof desktop>
  readonly faults: readonly string[]
  readonly foreignRequests: readonly string[]
}

export interface CitedAnswer {
  /** Writes the documents and tells their paths. */
  readonly write: (folder: string) => readonly string[]
  /** What the answer says, with its citations. */
  readonly answer: string
  /** Words that each cited passage holds, in the order of the citations. */
  readonly cited: readonly string[]
  /** A folder with programs that the shell finds before the system's. */
  readonly tools?: string
}

/** A window with documents imported by their paths, as the system's dialog hands them over, and an answer from their passages. */
export async function openSources({ write, answer, cited, tools }: CitedAnswer): Promise<OpenSources> {
  await using own = new AsyncDisposableStack()
  const folder = own.use(tempFolder()).path
  const data = join(folder, 'data')
  const shell = own.use(await startShell(data, { tools }))
  const api = await joinCore(data)
  await api.models.addDemo()
  const collectionId = newId()
  await api.collections.create({ id: collectionId, name: 'Manuals' })
  const job = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [...write(folder)] })
  await importDone({ api }, job.id)
  const sources = await sourcesWith(api, cited)
  await importChat(api, 'From the documents', ['What do they say?', { text: answer, sources }])
  const { page, faults, foreignRequests } = own.use(await openPage(shell.url))
  await page.getByText('From the documents').first().click({ timeout: 60_000 })
  const running = own.move()
  const viewer = page.getByRole('complementary', { name: 'Source' })
  return { page, viewer, api, faults, foreignRequests, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

async function sourcesWith(api: Client<typeof desktop>, cited: readonly string[]): Promise<Source[]> {
  const { items: documents } = await api.documents.list({})
  const all: Source[] = []
  for (const { id, name, path } of documents) {
    for (let offset = 0, total = 1; offset < total; offset += 200) {
      const page = await api.documents.passages({ id, limit: 200, offset })
      total = page.total
      all.push(
        ...page.items.map(({ id: passage_id, document_id, page: number, heading, start, end, text }) => {
          return { passage_id, document_id, document: name, path, page: number, heading, start, end, text, score: 1 }
        }),
      )
    }
  }
  return cited.map((words) => {
    const found = all.find(({ text }) => text.replaceAll(/\s+/g, ' ').includes(words))
    if (!found) throw new Error(`no passage says “${words}”`)
    return found
  })
}
