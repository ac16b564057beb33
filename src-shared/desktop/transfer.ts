import { z } from 'zod'
import { time } from '../rows/columns.ts'
import { folderRow, tagRow } from '../rows/conversation.ts'
import { personaRow } from '../rows/persona.ts'
import { stream } from '../rpc/contract.ts'

/** First line of a library; every further line is a chat as `conversations.export` writes it. */
export const libraryHead = z.object({
  format: z.literal('hearth.library'),
  version: z.literal(1),
  exported_at: time,
  /** Chats that follow. */
  conversations: z.int(),
  folders: z.array(folderRow),
  tags: z.array(tagRow),
  personas: z.array(personaRow).default([]),
})
export type LibraryHead = z.infer<typeof libraryHead>

const progress = z.object({ kind: z.literal('progress'), done: z.int(), total: z.int() })

export const exportPart = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('bytes'), bytes: z.instanceof(Uint8Array) }),
])
export type ExportPart = z.infer<typeof exportPart>

/** Why a chat of the file did not come in. */
export const skipReason = z.enum(['no_messages', 'damaged'])

/** What of another app's chats has no place here; it is named in the text where it stood. */
export const leftOut = z.object({ images: z.int(), files: z.int(), tools: z.int(), other: z.int() })
export type LeftOut = z.infer<typeof leftOut>

export const importReport = z.object({
  kind: z.literal('report'),
  source: z.enum(['hearth', 'chatgpt']),
  /** Chats that were not here. */
  added: z.int(),
  /** Chats that were here and lacked some of their messages. */
  completed: z.int(),
  /** Chats that were here already, whole; also those in the trash. */
  known: z.int(),
  messages: z.int(),
  folders: z.int(),
  personas: z.int(),
  left_out: leftOut,
  skipped: z.int(),
  /** The first of those that were skipped. */
  examples: z.array(z.object({ title: z.string(), reason: skipReason })),
})
export type ImportReport = z.infer<typeof importReport>

export const transfer = {
  /** Every chat outside the trash, as one file: a library that Hearth reads again, or a ZIP of Markdown for other programs. */
  export: stream(z.object({ format: z.enum(['hearth', 'markdown']) }), exportPart),
  /**
   * A library, single chats, or what ChatGPT exports (the ZIP or its `conversations.json`). Each chat comes in whole or not at
   * all; the same file again changes nothing. An abort keeps what came in. Errors: `transferError`.
   */
  import: stream(
    z.object({ name: z.string().max(255), bytes: z.instanceof(Uint8Array) }),
    z.discriminatedUnion('kind', [progress, importReport]),
  ),
}

export const transferError = {
  /** Neither JSON nor a ZIP that holds some. */
  unreadable: 'transfer.unreadable',
  /** JSON of something else. */
  unknownFormat: 'transfer.unknown_format',
  newer: 'transfer.newer',
} as const
