import type { ExportPart, LibraryHead } from '../../src-shared/desktop/transfer.ts'
import { breath, type TransferDeps } from './transfer-deps.ts'

/** Line by line: the head, then every chat. */
export async function* exportLibrary(deps: TransferDeps): AsyncGenerator<ExportPart> {
  const { db, now, conversationIds, exportConversation, readHead } = deps
  const ids = conversationIds(db)
  const head: LibraryHead = {
    format: 'hearth.library',
    version: 1,
    exported_at: now(),
    conversations: ids.length,
    ...readHead(db),
  }
  yield line(head)
  for (const [index, id] of ids.entries()) {
    yield line(exportConversation(db, id))
    yield { kind: 'progress', done: index + 1, total: ids.length }
    await breath()
  }
}

const encoder = new TextEncoder()
const line = (value: unknown): ExportPart => ({ kind: 'bytes', bytes: encoder.encode(`${JSON.stringify(value)}\n`) })
