import { z } from 'zod'
import { call } from '../rpc/contract.ts'

export const documentKind = z.enum(['text', 'markdown', 'html', 'pdf', 'docx'])
export type DocumentKind = z.infer<typeof documentKind>

/** Bounds a file must keep. What is left out has the value of `defaultParseLimits`. */
export const parseLimits = z.object({
  /** Size of a text, Markdown or HTML file on disk. */
  text_bytes: z.int().min(1),
  /** Size of a PDF or Word file on disk. */
  binary_bytes: z.int().min(1),
  archive_entries: z.int().min(1),
  /** All entries of an archive together, unpacked. */
  archive_bytes: z.int().min(1),
  /** Unpacked size over packed size of one entry; small entries may be above. */
  archive_ratio: z.int().min(1),
  /** Characters of the text a document may give. */
  characters: z.int().min(1),
})
export type ParseLimits = z.infer<typeof parseLimits>

const mebibyte = 1024 * 1024

export const defaultParseLimits: ParseLimits = {
  text_bytes: 64 * mebibyte,
  binary_bytes: 256 * mebibyte,
  archive_entries: 10_000,
  archive_bytes: 512 * mebibyte,
  archive_ratio: 200,
  characters: 128 * mebibyte,
}

const offset = z.int().min(0)

/** A document as text with structure. Every offset counts UTF-16 code units of `text`; ends are exclusive. */
export const parsedDocument = z.object({
  kind: documentKind,
  title: z.string().nullable(),
  text: z.string(),
  /** PDF only, else empty. Pages count from 1 and are in order. */
  pages: z.array(z.object({ page: z.int().min(1), start: offset, end: offset })),
  /** In order. `start` is where the heading's line begins. */
  headings: z.array(z.object({ level: z.int().min(1).max(6), text: z.string(), start: offset })),
  /** Ranges better kept whole, in order, without overlap: code keeps its lines together, a table its rows. */
  blocks: z.array(z.object({ kind: z.enum(['code', 'table']), start: offset, end: offset })),
  warnings: z.array(
    z.enum([
      'characters_replaced',
      'encoding_guessed',
      'nesting_too_deep',
      'pages_without_text',
      'page_unreadable',
      'fonts_without_text',
      'too_large_for_structure',
    ]),
  ),
})
export type ParsedDocument = z.infer<typeof parsedDocument>
export type DocumentHeading = ParsedDocument['headings'][number]
export type DocumentBlock = ParsedDocument['blocks'][number]
export type ParseWarning = ParsedDocument['warnings'][number]

export const parseRequest = z.object({
  path: z.string().min(1),
  /** The file's name as the person knows it; its extension helps to tell the kind. */
  name: z.string().min(1),
  limits: parseLimits.partial().optional(),
})
export type ParseRequest = z.infer<typeof parseRequest>

/** core ↔ the child that reads documents. One file at a time. */
export const parser = {
  parse: call(parseRequest, parsedDocument),
}

/** Each has its sentence in `parser-sentences.ts`, and the shape of its data in `parserErrorData`. */
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

/** What travels with each code. */
export const parserErrorData = {
  'parser.unsupported': z.object({ found: z.string() }),
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
