import { z } from 'zod'
import { place } from '../rows/place.ts'
import { stream } from '../rpc/contract.ts'

export const documentKind = z.enum([
  ...['text', 'markdown', 'html', 'code', 'csv', 'json', 'email', 'rtf'],
  ...['pdf', 'docx', 'pptx', 'xlsx', 'odt', 'epub'],
] as const)
export type DocumentKind = z.infer<typeof documentKind>

/** Bounds a file must keep. What is left out has the value of `defaultParseLimits`. */
export const parseLimits = z.object({
  /** Size on disk of a file that is read whole as text: a note, a page, source code, one message. */
  text_bytes: z.int().min(1),
  /** Size on disk of a PDF, an Office file or a book. */
  binary_bytes: z.int().min(1),
  /** Size on disk of a file that is read piece by piece: rows, records, a mailbox. */
  streamed_bytes: z.int().min(1),
  archive_entries: z.int().min(1),
  /** All entries of an archive together, unpacked. */
  archive_bytes: z.int().min(1),
  /** Unpacked size over packed size of one entry; small entries may be above. */
  archive_ratio: z.int().min(1),
  /** Characters of the text a document that is read whole may give. */
  characters: z.int().min(1),
})
export type ParseLimits = z.infer<typeof parseLimits>

const mebibyte = 1024 * 1024

export const defaultParseLimits: ParseLimits = {
  text_bytes: 64 * mebibyte,
  binary_bytes: 256 * mebibyte,
  streamed_bytes: 2048 * mebibyte,
  archive_entries: 10_000,
  archive_bytes: 512 * mebibyte,
  archive_ratio: 200,
  characters: 128 * mebibyte,
}

const offset = z.int().min(0)

export const parseWarning = z.enum([
  'characters_replaced',
  'encoding_guessed',
  'nesting_too_deep',
  'pages_without_text',
  'page_unreadable',
  'fonts_without_text',
  'too_large_for_structure',
  'part_unreadable',
])
export type ParseWarning = z.infer<typeof parseWarning>

/** What is known before the text. */
const documentHead = z.object({ part: z.literal('head'), kind: documentKind, title: z.string().nullable() })
export type DocumentHead = z.infer<typeof documentHead>

/** Characters of a text piece, unless there is nowhere to cut. */
export const pieceCharacters = 64 * 1024

/**
 * A piece of a document's text with its structure; all pieces together are the text. Every offset counts UTF-16 code units from the beginning of
 * the piece; ends are exclusive.
 */
export const documentPiece = z.object({
  part: z.literal('text'),
  text: z.string(),
  /** PDF only, else empty. Pages count from 1 and are in order; one that goes on in the next piece stands in both. */
  pages: z.array(z.object({ page: z.int().min(1), start: offset, end: offset })),
  /** In order. `start` is where the heading's line begins. */
  headings: z.array(z.object({ level: z.int().min(1).max(6), text: z.string(), start: offset })),
  /** Ranges better kept whole, in order, without overlap: code keeps its lines together, a table its rows. */
  blocks: z.array(z.object({ kind: z.enum(['code', 'table']), start: offset, end: offset })),
  /** In order: each holds from its start to the next. Of rows and lines each line of the text is one more. */
  places: z.array(z.object({ start: offset, place })),
})
export type DocumentPiece = z.infer<typeof documentPiece>
export type DocumentPage = DocumentPiece['pages'][number]
export type DocumentHeading = DocumentPiece['headings'][number]
export type DocumentBlock = DocumentPiece['blocks'][number]
export type DocumentPlace = DocumentPiece['places'][number]

const documentEnd = z.object({ part: z.literal('end'), warnings: z.array(parseWarning) })

/** A document in parts: its head, the pieces of its text, its end. */
export const documentPart = z.discriminatedUnion('part', [documentHead, documentPiece, documentEnd])
export type DocumentPart = z.infer<typeof documentPart>

/** A whole document: what the pieces are cut from. */
export interface ParsedDocument extends Omit<DocumentHead, 'part'>, Omit<DocumentPiece, 'part'> {
  readonly warnings: readonly ParseWarning[]
}

export const parseRequest = z.object({
  path: z.string().min(1),
  /** The file's name as the person knows it; its extension helps to tell the kind. */
  name: z.string().min(1),
  limits: parseLimits.partial().optional(),
})
export type ParseRequest = z.infer<typeof parseRequest>

/** core ↔ the child that reads documents. One file at a time. */
export const parser = {
  parse: stream(parseRequest, documentPart),
}

/** Each has its sentence among those of the parser, and the shape of its data in `parserErrorData`. */
export const parserError = {
  unsupported: 'parser.unsupported',
  empty: 'parser.empty',
  encrypted: 'parser.encrypted',
  scanned: 'parser.scanned',
  tooLarge: 'parser.too_large',
  bomb: 'parser.bomb',
  corrupt: 'parser.corrupt',
  unreadable: 'parser.unreadable',
  timeout: 'parser.timeout',
  memory: 'parser.memory',
} as const
export type ParserErrorCode = (typeof parserError)[keyof typeof parserError]

/** What nothing here reads, by what a person would call it. */
export const foreignFormat = z.enum([
  'picture',
  'scanned_book',
  'postscript',
  'sound',
  'film',
  'compressed',
  'archive',
  'outlook_mailbox',
  'outlook_message',
  'mobi',
  'wordperfect',
  'program',
  'database',
  'parquet',
  'model',
  'font',
  'bytes',
  'binary_excel',
  'ods',
  'odp',
  'odg',
  'iwork',
  'old_word',
  'old_excel',
  'old_powerpoint',
  'old_office',
])
export type ForeignFormat = z.infer<typeof foreignFormat>

/** What travels with each code. */
export const parserErrorData = {
  'parser.unsupported': z.object({
    /** Completes “it is …”: each has its words in every language. */
    found: foreignFormat,
    /** How the format is called, where `found` is a family of them. */
    format: z.string().optional(),
    /** What a person can do instead, where saving it in another format is not it. */
    instead: z.enum(['docx', 'xlsx', 'pptx', 'recognise', 'unpack', 'write_down', 'export']).optional(),
  }),
  'parser.empty': z.object({ size_bytes: z.int() }),
  'parser.encrypted': z.object({ kind: documentKind }),
  'parser.scanned': z.object({ pages: z.int() }),
  'parser.too_large': z.object({ size_bytes: z.int(), limit_bytes: z.int() }),
  'parser.bomb': z.object({ reason: z.enum(['entries', 'size', 'ratio']), limit: z.int() }),
  'parser.corrupt': z.object({ kind: documentKind, reason: z.string() }),
  'parser.unreadable': z.object({ reason: z.enum(['missing', 'denied', 'not_a_file', 'failed']) }),
  'parser.timeout': z.object({ limit_ms: z.int() }),
  'parser.memory': z.object({ limit_bytes: z.int() }),
} as const satisfies Record<ParserErrorCode, z.ZodType>
export type ParserErrorData<C extends ParserErrorCode> = z.infer<(typeof parserErrorData)[C]>
