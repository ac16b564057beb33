import type { z } from 'zod'
import { type DocumentKind, type ParserErrorCode, type ParserErrorData, type ParseWarning, parserErrorData } from './parser.ts'

type Sentences = { readonly [C in ParserErrorCode]: (data: ParserErrorData<C>) => string }

const kept = 'The file itself was not touched.'
const kinds: Readonly<Record<DocumentKind, string>> = {
  text: 'text file',
  markdown: 'Markdown file',
  html: 'web page',
  code: 'source file',
  csv: 'table',
  json: 'JSON file',
  email: 'message',
  rtf: 'rich-text file',
  pdf: 'PDF',
  docx: 'Word document',
  pptx: 'presentation',
  xlsx: 'workbook',
  odt: 'OpenDocument text',
  epub: 'e-book',
}

/** What to do with a file that nothing here reads. */
const instead = {
  docx: 'Open it in a word processor, save it as Word (.docx) and add that.',
  xlsx: 'Open it in a spreadsheet program, save it as Excel (.xlsx) and add that.',
  pptx: 'Open it in a presentation program, save it as PowerPoint (.pptx) and add that.',
  recognise: 'If there is text on it, run it through a program that recognises text (OCR) and add the result.',
  unpack: 'Unpack it and add the files that are in it.',
  write_down: 'Add a transcript of it as text instead.',
  export: 'Open it in its own program, export it as PDF, Word (.docx) or text and add that.',
} as const

/** One text per code: what happened, what was kept, what to do. */
const sentences: Sentences = {
  'parser.unsupported': ({ found, instead: way }) =>
    `Hearth cannot read this: it is ${found}. ${kept} ` +
    (way === undefined ? 'Save it as PDF, Word (.docx), HTML, Markdown or plain text and add that.' : instead[way]),
  'parser.empty': () => `There is no text in this file. ${kept} Check that it was saved, then add it again.`,
  'parser.encrypted': ({ kind }) =>
    `This ${kinds[kind]} is protected with a password, so its text cannot be read. ${kept} Save a copy without a password and add that.`,
  'parser.scanned': ({ pages }) =>
    `This PDF has ${count(pages, 'page')} but no text: it is made of pictures, as a scanner makes them. ${kept} ` +
    'Run it through a program that recognises text (OCR) and add the result.',
  'parser.too_large': ({ size_bytes, limit_bytes }) =>
    `This file is too large: ${megabytes(size_bytes)}, and at most ${megabytes(limit_bytes)} can be read. ${kept} Split it and add the parts.`,
  'parser.bomb': ({ reason, limit }) =>
    `This file would unpack to far more than it should (${bombs[reason](limit)}), so reading was stopped. ${kept} ` +
    'If you trust it, open it in its own program, save it anew and add that.',
  'parser.corrupt': ({ kind }) =>
    `This ${kinds[kind]} is damaged or incomplete and cannot be read. ${kept} ` +
    'Open it in its own program to check it, or fetch it again, then add it once more.',
  'parser.unreadable': ({ reason }) => `${unreadable[reason]} Nothing was added.`,
  'parser.timeout': ({ limit_ms }) =>
    `Reading this file took longer than ${count(Math.round(limit_ms / 1000), 'second')}, so it was stopped. ${kept} Split it and add the parts.`,
  'parser.memory': ({ limit_bytes }) =>
    `Reading this file took more memory than the ${megabytes(limit_bytes)} allowed, so it was stopped. ${kept} Split it and add the parts.`,
}

const bombs = {
  entries: (limit: number) => `more than ${limit.toLocaleString('en')} parts`,
  size: (limit: number) => `more than ${megabytes(limit)}`,
  ratio: (limit: number) => `more than ${limit.toLocaleString('en')} times its size`,
} as const

const unreadable = {
  missing: 'The file is not there any more. Check that it was not moved or renamed, then add it again.',
  denied: 'Hearth may not open this file. Give your account the right to read it, then add it again.',
  not_a_file: 'This is not a file that can be read. Choose a document.',
  failed: 'The file could not be read from its disk. Check the disk or the network folder, then add it again.',
} as const

/** What a warning means for somebody who asks questions about the document. */
export const parseWarningSentences: Readonly<Record<ParseWarning, string>> = {
  characters_replaced: 'Some characters could not be decoded and show as �.',
  encoding_guessed: 'The file does not say how its letters are encoded; the most likely way was taken.',
  nesting_too_deep: 'The page is nested so deeply that only its plain text was taken, without telling content from navigation.',
  pages_without_text: 'Some pages are pictures without text; nothing can be found on them.',
  page_unreadable: 'Some pages are damaged and were left out.',
  fonts_without_text: 'Some fonts do not say which letters they show; parts of the text may be missing.',
  part_unreadable: 'Some parts are damaged and were left out.',
  too_large_for_structure: 'The page is so large that only its plain text was taken, without telling content from navigation.',
}

/** The text for an error of the parser, or undefined when the code is not one of its own or its data has another shape. */
export function parserSentence(code: string, data: unknown): string | undefined {
  return Object.hasOwn(spoken, code) ? spoken[code]?.(data) : undefined
}

/** A sentence that is only said when the data has the shape it needs. */
const checked =
  <C extends ParserErrorCode>(code: C, schema: z.ZodType<ParserErrorData<C>>) =>
  (data: unknown): string | undefined => {
    const parsed = schema.safeParse(data)
    return parsed.success ? sentences[code](parsed.data) : undefined
  }

const spoken: Readonly<Record<string, (data: unknown) => string | undefined>> = {
  'parser.unsupported': checked('parser.unsupported', parserErrorData['parser.unsupported']),
  'parser.empty': checked('parser.empty', parserErrorData['parser.empty']),
  'parser.encrypted': checked('parser.encrypted', parserErrorData['parser.encrypted']),
  'parser.scanned': checked('parser.scanned', parserErrorData['parser.scanned']),
  'parser.too_large': checked('parser.too_large', parserErrorData['parser.too_large']),
  'parser.bomb': checked('parser.bomb', parserErrorData['parser.bomb']),
  'parser.corrupt': checked('parser.corrupt', parserErrorData['parser.corrupt']),
  'parser.unreadable': checked('parser.unreadable', parserErrorData['parser.unreadable']),
  'parser.timeout': checked('parser.timeout', parserErrorData['parser.timeout']),
  'parser.memory': checked('parser.memory', parserErrorData['parser.memory']),
}

const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`

function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024)
  return value >= 10 ? `${Math.round(value).toLocaleString('en')} MB` : `${Math.max(0.1, Math.round(value * 10) / 10)} MB`
}
