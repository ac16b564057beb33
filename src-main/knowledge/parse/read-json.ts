import { parserError } from '../../../src-shared/engine/parser.ts'
import { cutDocument } from './cut-document.ts'
import { decodeText } from './decode-text.ts'
import { noParts } from './document-parts.ts'
import { flattenJson, type JsonLine } from './flatten-json.ts'
import type { Asked } from './kind-of-file.ts'
import { parseCode } from './parse-code.ts'
import type { OpenFile } from './read-bounded.ts'
import { readRecords } from './read-records.ts'
import { refuse } from './refuse.ts'
import type { PieceStream } from './stream-document.ts'
import { wellFormed } from './well-formed.ts'

/** A JSON document as lines of paths and values. What is no JSON, or not to its end, stays as it is; lines of records are read as such. */
export async function* readJson(file: OpenFile, asked: Asked): PieceStream {
  const { limits, signal } = asked
  if (file.sizeBytes > limits.text_bytes) return yield* readRecords(file, asked)
  const decoded = decodeText(await file.read(file.sizeBytes, signal))
  if (!decoded) return refuse(parserError.unsupported, { found: 'no text but a file of bytes' })
  const text = wellFormed(decoded.text)
  const flat = flattenJson(text)
  if (flat?.isWhole) yield* cutDocument(document(flat.lines))
  else if (flat && isRecords(text)) yield* readRecords(file, asked)
  else yield* cutDocument(parseCode(text, asked.name))
  return { warnings: decoded.warnings }
}

/** Each line begins and ends like a record. */
const isRecords = (text: string): boolean =>
  text
    .slice(0, 100_000)
    .split('\n', 3)
    .slice(0, 2)
    .every((line) => /^\s*[{[].*[}\]]\s*$/.test(line))

function document(lines: readonly JsonLine[]) {
  const parts: string[] = []
  const headings: { level: number; text: string; start: number }[] = []
  let length = 0
  let before: readonly string[] = []
  for (const { path, value } of lines) {
    const steps = outerSteps(path)
    for (let level = 0; level < steps.length; level++) {
      if (steps[level] === before[level]) continue
      headings.push({ level: level + 1, text: (steps[level] ?? '').slice(0, 300), start: length })
      before = steps.slice(0, level + 1)
    }
    before = steps
    const line = path === '' ? value : `${path}: ${value}`
    parts.push(line)
    length += line.length + 1
  }
  const places = [{ start: 0, place: { kind: 'path' as const, path: '' } }]
  const text = parts.join('\n')
  return { ...noParts, text, headings, places, blocks: [{ kind: 'table' as const, start: 0, end: text.length }] }
}

/** The path without its last step, as far as two steps: what several values stand below. `parts[0].size.height` is below `parts` and `parts[0]`. */
function outerSteps(path: string): readonly string[] {
  const ends = [...path.slice(0, 400).matchAll(/[.[]/g)].map(({ index }) => index).filter((index) => index > 0)
  return ends.slice(0, 2).map((end) => path.slice(0, end))
}
