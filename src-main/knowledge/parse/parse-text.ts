import { extensionOf, isCodeExtension, isTableExtension } from '../../../src-shared/engine/document-kinds.ts'
import type { DocumentBlock } from '../../../src-shared/engine/parser.ts'
import type { DocumentParts } from './document-parts.ts'

/** A plain text is kept as it is; its name tells whether its lines are prose, code or rows. */
export function parseText(text: string, name: string): DocumentParts {
  const whole = { start: 0, end: text.length }
  const extension = extensionOf(name)
  const blocks: DocumentBlock[] = []
  if (isTableExtension(extension)) blocks.push({ kind: 'table', ...whole })
  else if (isCodeExtension(extension)) blocks.push({ kind: 'code', ...whole })
  return { title: null, text, pages: [], headings: [], blocks, warnings: [] }
}
