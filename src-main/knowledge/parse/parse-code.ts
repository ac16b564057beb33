import { extensionOf } from '../../../src-shared/engine/document-kinds.ts'
import type { DocumentHeading } from '../../../src-shared/engine/parser.ts'
import { declarationsOf } from './declarations.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { eachLine } from './lines.ts'

/** Longer lines are data or were made by a program. */
const longestDeclaration = 400
const mostHeadings = 20_000

/** Source code is kept as it is. What it declares are its headings, nested as its lines are indented; its place are its lines. */
export function parseCode(text: string, name: string): DocumentParts {
  const declared = declarationsOf(extensionOf(name))
  const headings: DocumentHeading[] = []
  const indents: number[] = []
  for (const { start, end } of eachLine(text)) {
    if (end - start > longestDeclaration || headings.length >= mostHeadings) continue
    const line = text.slice(start, end)
    const found = declared(line)
    if (found === undefined) continue
    const indent = line.search(/\S/)
    while ((indents.at(-1) ?? -1) >= indent) indents.pop()
    indents.push(indent)
    headings.push({ level: Math.min(6, indents.length), text: found, start })
  }
  return {
    ...noParts,
    title: null,
    text,
    headings,
    blocks: [{ kind: 'code', start: 0, end: text.length }],
    places: [{ start: 0, place: { kind: 'line', line: 1, line_end: 1 } }],
  }
}
