import { expect, test } from 'vitest'
import { createPassageMaker } from '../../../../src-main/knowledge/make-passages.ts'
import { flattenJson } from '../../../../src-main/knowledge/parse/flatten-json.ts'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { pieceCharacters } from '../../../../src-shared/engine/parser.ts'
import type { PassageRow } from '../../../../src-shared/rows/knowledge.ts'
import { writeTemp } from './write-temp.ts'

const { signal } = new AbortController()
const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4))

async function read(value: unknown) {
  using file = writeTemp(JSON.stringify(value))
  const make = createPassageMaker({ documentId: 'd', title: 'blob.json' }, { count, maxTokens: 384 })
  const passages: PassageRow[] = []
  const pieces: string[] = []
  const startedAt = performance.now()
  for await (const part of parseDocument({ path: file.path, name: 'blob.json' }, signal)) {
    if (part.part !== 'text') continue
    pieces.push(part.text)
    passages.push(...(await make(part)))
  }
  return { passages, pieces, text: pieces.join(''), ms: performance.now() - startedAt }
}

const base64 = (characters: number): string => 'ABCDefgh0123+/xy'.repeat(characters / 16)

test('a value of four megabytes comes in pieces as everything does, and eight times the text takes nothing like sixty-four times as long', async () => {
  await read({ blob: base64(65_536) })
  const small = await read({ blob: base64(524_288) })
  const large = await read({ blob: base64(4_194_304) })

  expect(Math.max(...large.pieces.map(({ length }) => length))).toBeLessThanOrEqual(2 * pieceCharacters)
  expect(large.passages.length).toBeGreaterThan(7 * small.passages.length)
  expect(large.ms).toBeLessThan(30 * small.ms)
}, 120_000)

test('every passage of a value that lies in several pieces has its path, and so have those behind it', async () => {
  const note = 'Where: the pump house. '.repeat(8000)
  const { passages, pieces, text } = await read({ parts: [{ name: 'pump' }, { note, size: 'tall' }], end: 'of: all' })

  expect(pieces.length).toBeGreaterThan(2)
  for (const { start, end, text: own } of passages) expect(text.slice(start, end)).toBe(own)
  const pathsOf = (found: readonly PassageRow[]) => new Set(found.map(({ place }) => place?.kind === 'path' && place.path))
  expect(pathsOf(passages.filter(({ end }) => end < text.indexOf('parts[1].size')))).toEqual(
    new Set(['parts[0].name', 'parts[1].note']),
  )
  expect(passages.at(-1)?.text).toContain('of: all')
  expect(passages.at(-1)?.heading).not.toEqual([])
})

test('white space in a value costs no more than other signs, and ends of lines in it become one space', () => {
  const values: string[] = []
  const spaces = ' '.repeat(1_000_000)

  flattenJson(JSON.stringify([`a \r\n \n b${spaces}c`, '\n a\n']), (_, value) => values.push(value))

  expect(values).toEqual([`a b${spaces}c`, ' a '])
})
