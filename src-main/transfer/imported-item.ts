import type { z } from 'zod'
import type { ConversationExport } from '../../src-shared/desktop/conversations.ts'
import type { ImportReport, LeftOut, LibraryHead, skipReason } from '../../src-shared/desktop/transfer.ts'

/** What is found in a file, one after the other; `start` comes first. */
export type ImportedItem =
  | { readonly kind: 'start'; readonly source: ImportReport['source']; readonly total: number }
  | { readonly kind: 'head'; readonly head: LibraryHead }
  | { readonly kind: 'chat'; readonly chat: ConversationExport; readonly leftOut: LeftOut }
  | { readonly kind: 'skipped'; readonly title: string; readonly reason: z.infer<typeof skipReason> }

export const nothingLeftOut: LeftOut = { images: 0, files: 0, tools: 0, other: 0 }
