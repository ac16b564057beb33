import { z } from 'zod'
import { attachmentRow } from '../rows/attachment.ts'
import { compactionRow } from '../rows/compaction.ts'
import { conversationRow, draftRow, folderRow, taggedRow, tagRow } from '../rows/conversation.ts'
import { embedderChangeRow } from '../rows/embedder-change.ts'
import { collectionRow, documentRow, importJobRow } from '../rows/knowledge.ts'
import { languageRow } from '../rows/language.ts'
import { messageRow } from '../rows/message.ts'
import { modelRow } from '../rows/model.ts'
import { personaRow } from '../rows/persona.ts'
import { requestRow } from '../rows/request.ts'
import { templateRow } from '../rows/template.ts'
import { watchedFolderRow } from '../rows/watched-folder.ts'
import { stream } from '../rpc/contract.ts'

const of = <T extends string, R extends z.ZodType>(table: T, row: R) =>
  z.object({ table: z.literal(table), id: z.string(), row: row.nullable() })

/** What happened to a row, told after the commit; `row` is null when it is gone. The only event vocabulary core → page. */
export const change = z.discriminatedUnion('table', [
  of('conversations', conversationRow),
  of('messages', messageRow),
  of('folders', folderRow),
  of('tags', tagRow),
  /** Told by the id of the conversation. */
  of('conversation_tags', taggedRow),
  of('personas', personaRow),
  of('compactions', compactionRow),
  of('drafts', draftRow),
  of('collections', collectionRow),
  of('documents', documentRow),
  of('import_jobs', importJobRow),
  of('watched_folders', watchedFolderRow),
  /** Told by the one id there is, `embedder`. */
  of('embedder_change', embedderChangeRow),
  of('attachments', attachmentRow),
  of('templates', templateRow),
  /** Told by tag. */
  of('languages', languageRow),
  of('models', modelRow),
  of('requests', requestRow),
  of('settings', z.object({ key: z.string(), value: z.unknown() })),
])
export type Change = z.infer<typeof change>

export const changes = { watch: stream(z.void(), change) }
