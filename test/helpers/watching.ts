import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listDocuments } from '../../src-main/knowledge/documents.ts'
import { createFolderWatches } from '../../src-main/knowledge/watch/folder-watches.ts'
import { type WatchTimes, watchTimes } from '../../src-main/knowledge/watch/watch-folder.ts'
import { createWatchedFolderHandlers } from '../../src-main/knowledge/watch/watched-folder-handlers.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import type { KnowledgeFixture } from './knowledge-fixture.ts'

export interface Watching extends AsyncDisposable {
  readonly folder: string
  readonly handlers: ReturnType<typeof createWatchedFolderHandlers>
  readonly faults: readonly unknown[]
  /** Written long ago, so that nothing has to be waited for. */
  write(files: Readonly<Record<string, string>>): void
  watch(rules?: {
    readonly include?: string[]
    readonly exclude?: string[]
    readonly use_gitignore?: boolean
  }): Promise<WatchedFolderRow>
  /** Compares the folder and waits until what it brought is read. */
  settle(): Promise<WatchedFolderRow>
  documents(): DocumentRow[]
  alone<T>(work: () => Promise<T>): Promise<T>
}

const { signal } = new AbortController()

/** The folder `files` below `root`, followed into the fixture's collection. By default only when it is asked to be compared. */
export function startWatching(knowledge: KnowledgeFixture, root: string, times: Partial<WatchTimes> = {}): Watching {
  const { db, collectionId, importer } = knowledge
  const folder = join(root, 'files')
  mkdirSync(folder, { recursive: true })
  const faults: unknown[] = []
  const onApplied = (): void => {
    importer.rowsChanged()
    importer.wake()
  }
  const watches = createFolderWatches({
    ...{ db, now: Date.now, newId: () => randomUUIDv7(), onApplied },
    times: { ...watchTimes, quietMs: 3_600_000, ...times },
    onFault: (_, error) => void faults.push(error),
  })
  watches.start()
  const handlers = createWatchedFolderHandlers({ db, now: Date.now, watches, importer })
  const id = randomUUIDv7()
  return {
    folder,
    handlers,
    faults,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        const path = join(folder, name)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
        const at = Date.now() / 1000 - 60 - Math.random()
        utimesSync(path, at, at)
      }
    },
    watch: async (rules) => {
      const wanted = { include: [], exclude: [], use_gitignore: true, ...rules }
      return await handlers.add({ id, collection_id: collectionId, path: folder, ...wanted }, signal)
    },
    async settle() {
      const row = await handlers.compare({ id }, signal)
      await importer.idle()
      return row
    },
    alone: watches.alone,
    documents: () => listDocuments(db, { limit: 1000, offset: 0 }).items,
    [Symbol.asyncDispose]: () => watches[Symbol.asyncDispose](),
  }
}
