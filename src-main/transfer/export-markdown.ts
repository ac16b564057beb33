import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { ExportPart } from '../../src-shared/desktop/transfer.ts'
import { chatAsMarkdown, dayOf } from './chat-as-markdown.ts'
import { breath, type TransferDeps } from './transfer-deps.ts'
import { createZip } from './zip.ts'

/** A ZIP with one file for each chat, in a folder as in the rail. */
export async function* exportMarkdown({
  db,
  conversationIds,
  exportConversation,
  readHead,
}: TransferDeps): AsyncGenerator<ExportPart> {
  const ids = conversationIds(db)
  const folders = new Map(readHead(db).folders.map(({ id, name }) => [id, name]))
  const taken = new Set<string>()
  const zip = createZip()
  for (const [index, id] of ids.entries()) {
    const chat = exportConversation(db, id)
    yield* parts(zip.add(freeName(chat, { folders, taken }), new TextEncoder().encode(chatAsMarkdown(chat))))
    yield { kind: 'progress', done: index + 1, total: ids.length }
    await breath()
  }
  yield* parts(zip.end())
}

const parts = (pieces: readonly Uint8Array[]): ExportPart[] =>
  pieces.map((bytes) => ({ kind: 'bytes', bytes: new Uint8Array(bytes) }))

interface Names {
  readonly folders: ReadonlyMap<string, string>
  readonly taken: Set<string>
}

function freeName({ conversation }: ConversationExport, { folders, taken }: Names): string {
  const folder = folders.get(conversation.folder_id ?? '')
  const stem = `${dayOf(conversation.created_at)} ${fileName(conversation.title)}`
  const path = folder === undefined ? stem : `${fileName(folder)}/${stem}`
  let name = `${path}.md`
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${path} ${n}.md`
  taken.add(name.toLowerCase())
  return name
}

/** Without what a system forbids in names. */
function fileName(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const allowed = text.replaceAll(/[<>:"/\\|?*\u0000-\u001f]/g, ' ').replaceAll(/\s+/g, ' ')
  const trimmed = allowed.slice(0, 80).replaceAll(/^[. ]+|[. ]+$/g, '')
  return trimmed === '' ? 'Chat' : trimmed
}
