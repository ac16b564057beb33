import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { ImportReport, LeftOut } from '../../src-shared/desktop/transfer.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type ImportedItem, nothingLeftOut } from './imported-item.ts'
import { breath, type TransferDeps } from './transfer-deps.ts'

type Progress = { readonly kind: 'progress'; readonly done: number; readonly total: number }

const mostExamples = 20

const emptyReport: ImportReport = {
  kind: 'report',
  source: 'hearth',
  added: 0,
  completed: 0,
  known: 0,
  messages: 0,
  folders: 0,
  personas: 0,
  left_out: nothingLeftOut,
  skipped: 0,
  examples: [],
}

/** Brings in one chat after the other, each in a commit of its own, and reports at the end. */
export async function* importItems(
  deps: TransferDeps,
  items: AsyncIterable<ImportedItem>,
): AsyncGenerator<Progress | ImportReport> {
  const { db, now, mergeHead } = deps
  let report = emptyReport
  let ids: ReadonlyMap<string, string> = new Map()
  let progress: Progress = { kind: 'progress', done: 0, total: 0 }
  for await (const item of items) {
    if (item.kind === 'start') {
      report = { ...report, source: item.source }
      progress = { ...progress, total: item.total }
    } else if (item.kind === 'head') {
      const merged = db.transact((tx) => mergeHead(tx, item.head, now()))
      ids = merged.ids
      report = { ...report, folders: merged.folders, personas: merged.personas }
    } else {
      report = item.kind === 'chat' ? addChat(deps, report, { ...item, chat: renamed(item.chat, ids) }) : skip(report, item)
      progress = { ...progress, done: progress.done + 1 }
    }
    yield progress
    await breath()
  }
  yield report
}

/** Folder and persona under the ids they have here. */
function renamed(chat: ConversationExport, ids: ReadonlyMap<string, string>): ConversationExport {
  const { folder_id, persona_id } = chat.conversation
  const known = (id: string | null): string | null => ids.get(id ?? '') ?? id
  return { ...chat, conversation: { ...chat.conversation, folder_id: known(folder_id), persona_id: known(persona_id) } }
}

type Chat = Extract<ImportedItem, { kind: 'chat' }>

function addChat(
  { db, newId, now, mergeConversation }: TransferDeps,
  report: ImportReport,
  { chat, leftOut }: Chat,
): ImportReport {
  try {
    const { outcome, messages } = db.transact((tx) => mergeConversation(tx, chat, { newId, at: now() }))
    const isNew = outcome !== 'known'
    return {
      ...report,
      [outcome]: report[outcome] + 1,
      messages: report.messages + messages,
      left_out: isNew ? sum(report.left_out, leftOut) : report.left_out,
    }
  } catch (error) {
    // One chat that hangs together wrongly must not keep the others out; a full disk must.
    if (!(error instanceof AppError) || !error.code.startsWith('conversations.')) throw error
    return skip(report, { title: chat.conversation.title, reason: 'damaged' })
  }
}

function skip(report: ImportReport, { title, reason }: ImportReport['examples'][number]): ImportReport {
  const examples = [...report.examples, { title, reason }].slice(0, mostExamples)
  return { ...report, skipped: report.skipped + 1, examples }
}

const sum = (a: LeftOut, b: LeftOut): LeftOut => ({
  images: a.images + b.images,
  files: a.files + b.files,
  tools: a.tools + b.tools,
  other: a.other + b.other,
})
