import { sep } from 'node:path'
import type { Change } from '../../src-shared/desktop/changes.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import type { CommandContext } from './command-context.ts'
import { bar } from './progress-bar.ts'
import { errorJson, errorWords } from './tell-error.ts'
import { stateOf } from './watch-list.ts'

export interface WatchedTold {
  hear(change: Change): void
  /** Resolves when everything that was queued is read, or reading was stopped. */
  readonly read: Promise<void>
  /** Documents that could not be read. */
  failed(): number
  end(folder: WatchedFolderRow): void
}

/** What happens to the documents of a followed folder, a line each: words, or JSON. */
export function tellWatched(
  { id: folderId, path: folderPath }: WatchedFolderRow,
  { output, isJson }: Pick<CommandContext, 'output' | 'isJson'>,
): WatchedTold {
  const known = new Map<string, DocumentRow>()
  const failed = new Set<string>()
  const read = Promise.withResolvers<void>()

  function documentChanged(id: string, row: DocumentRow | null): void {
    const before = known.get(id)
    if (row === null) {
      known.delete(id)
      failed.delete(id)
      if (before) tell('removed', before)
    } else if (row.path?.startsWith(folderPath + sep)) {
      known.set(id, row)
      failed.delete(id)
      if (row.status === 'failed') failed.add(id)
      const isOver = row.status === 'ready' || row.status === 'failed'
      if (isOver && (before?.status !== row.status || before.updated_at !== row.updated_at))
        tell(row.status === 'ready' ? 'read' : 'failed', row)
    }
  }

  function tell(event: string, { path, passages, fault }: DocumentRow): void {
    if (isJson) output.json({ event, path, passages, error: fault && errorJson(fault) })
    else if (fault) output.note(`${path}: ${errorWords(fault)}`)
    else output.line(event === 'removed' ? `gone  ${path}` : `read  ${path}`)
  }

  return {
    read: read.promise,
    failed: () => failed.size,
    hear(change) {
      if (change.table === 'documents') documentChanged(change.id, change.row)
      if (change.table !== 'import_jobs' || change.id !== folderId || !change.row) return
      const { done, failed: lost, total, status } = change.row
      if (status !== 'running') return read.resolve()
      output.progress(bar('Reading', (done + lost) / Math.max(1, total), `${done + lost} of ${total} files`))
    },
    end(folder) {
      if (isJson) output.json({ event: 'ended', folder })
      else output.line(`${folder.path}: ${folder.files} files, ${stateOf(folder)}.`)
    },
  }
}
