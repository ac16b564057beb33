import { sep } from 'node:path'
import type { Change } from '../../src-shared/desktop/changes.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import type { CommandContext } from './command-context.ts'
import { filesWait, isOver } from './files-left.ts'
import { bar } from './progress-bar.ts'
import { errorJson, errorWords } from './tell-error.ts'
import { stateOf } from './watch-list.ts'

export interface WatchedTold {
  hear(change: Change): void
  /** Resolves when everything that was queued is read, or reading was stopped. What is queued later is waited for by asking again. */
  read(): Promise<void>
  /** Documents that could not be read. */
  failed(): number
  /** `waiting` files are not read yet; `fault` is why, where something kept them from it. */
  end(folder: WatchedFolderRow, left: FolderLeft): void
}

export interface FolderLeft {
  readonly waiting: number
  readonly fault: Fault | null
}

/** What happens to the documents of a followed folder, a line each: words, or JSON. */
export function tellWatched(
  { id: folderId, path: folderPath }: WatchedFolderRow,
  { output, isJson }: Pick<CommandContext, 'output' | 'isJson'>,
): WatchedTold {
  const known = new Map<string, DocumentRow>()
  const failed = new Set<string>()
  let read = Promise.withResolvers<void>()
  let isRead = false

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
      if (isOver(row) && (before?.status !== row.status || before.updated_at !== row.updated_at))
        tell(row.status === 'ready' ? 'read' : 'failed', row)
    }
  }

  function tell(event: string, { path, passages, fault }: DocumentRow): void {
    if (isJson) output.json({ event, path, passages, error: fault && errorJson(fault) })
    else if (fault) output.note(`${path}: ${errorWords(fault)}`)
    else output.line(event === 'removed' ? `gone  ${path}` : `read  ${path}`)
  }

  return {
    read: () => read.promise,
    failed: () => failed.size,
    hear(change) {
      if (change.table === 'documents') documentChanged(change.id, change.row)
      if (change.table !== 'import_jobs' || change.id !== folderId || !change.row) return
      const { done, failed: lost, total, status } = change.row
      if (isRead && status === 'running') read = Promise.withResolvers<void>()
      isRead = status !== 'running'
      if (isRead) return read.resolve()
      output.progress(bar('Reading', (done + lost) / Math.max(1, total), `${done + lost} of ${total} files`))
    },
    end(folder, { waiting, fault }) {
      if (isJson) return output.json({ event: 'ended', folder, waiting, error: fault && errorJson(fault) })
      if (fault) output.note(errorWords(fault))
      output.line(`${folder.path}: ${folder.files} files, ${waiting > 0 ? filesWait(waiting) : stateOf(folder)}.`)
    },
  }
}
