import { expect, test } from 'vitest'
import { createPassageMaker } from '../../../../src-main/knowledge/make-passages.ts'
import { parseDocument } from '../../../../src-main/knowledge/parse/parse-document.ts'
import { countLines } from '../../../../src-shared/retrieval/find-place.ts'
import type { PassageRow } from '../../../../src-shared/rows/knowledge.ts'
import { sampleBytes } from '../../../samples/formats/sample-files.ts'
import { writeTemp } from './write-temp.ts'

const { signal } = new AbortController()
const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4))

/** The passages of a file as an import makes them, and the text they are slices of. */
async function passagesOf(name: string, bytes: Uint8Array | string, maxTokens = 384) {
  using file = writeTemp(bytes)
  const make = createPassageMaker({ documentId: 'd', title: name }, { count, maxTokens })
  const passages: PassageRow[] = []
  let text = ''
  for await (const part of parseDocument({ path: file.path, name }, signal)) {
    if (part.part !== 'text') continue
    passages.push(...(await make(part)))
    text += part.text
  }
  for (const passage of passages) expect(text.slice(passage.start, passage.end)).toBe(passage.text)
  expect(passages.map(({ position }) => position)).toEqual(passages.map((_, index) => index))
  return { passages, text }
}

const places = async (name: string, maxTokens?: number) =>
  (await passagesOf(name, sampleBytes(name), maxTokens)).passages.map(({ place }) => place)

test('slides, chapters and messages are the place of every passage in them', async () => {
  expect(await places('plans.pptx')).toContainEqual({ kind: 'slide', number: 1 })
  expect((await places('year.epub', 96)).at(-1)).toEqual({ kind: 'chapter', number: 3, title: 'Autumn' })
  const offer = {
    kind: 'message',
    number: 1,
    subject: 'Angebot für das Kammrad – 380,50 €',
    from: 'Jörg Förster <foerster@example.org>',
    date: Date.UTC(2026, 2, 3, 8, 15),
  }
  const found = await places('offer.eml')
  expect(found).toEqual(found.map(() => offer))
})

test('rows of a sheet are counted as the sheet counts them, empty ones included, below the names of its columns', async () => {
  const { passages } = await passagesOf('prices.xlsx', sampleBytes('prices.xlsx'))

  expect(passages[0]).toMatchObject({ place: { kind: 'sheet', name: 'Prices', row: 1, row_end: 8 } })
  expect(passages.at(-1)?.heading).toEqual(['Notes & terms'])
  expect(passages.at(-1)?.place).toMatchObject({ name: 'Notes & terms', row: 3, row_end: 4 })
})

test('rows of a long table keep their number and the names of the columns, over every piece and every line end inside of a value', async () => {
  const rows = Array.from({ length: 9000 }, (_, i) => (i % 100 === 7 ? `${i},"two\nlines ${i}",x` : `${i},value ${i},"y"`))
  const table = `number,text,more\n${rows.join('\n')}\n`

  const { passages, text } = await passagesOf('long.csv', table)

  expect(text).toBe(table)
  expect(passages.length).toBeGreaterThan(200)
  for (const { heading, place, text: own } of passages) {
    expect(heading).toEqual(['number, text, more'])
    const first = /^(\d+),/.exec(own)?.[1]
    if (first !== undefined) expect(place).toMatchObject({ kind: 'row', row: Number(first) + 2 })
    const last = [...own.matchAll(/^(\d+),(?:value|"two)/gm)].at(-1)?.[1]
    if (last !== undefined) expect(place).toMatchObject({ row_end: Number(last) + 2 })
  }
})

test('lines of source code and the function they stand in, over every piece', async () => {
  const code = Array.from({ length: 3000 }, (_, i) => `def step_${i}(value):\n    total = value + ${i}\n    return total\n`).join(
    '\n',
  )

  const { passages } = await passagesOf('steps.py', code)

  for (const { place, start, heading, text } of passages) {
    expect(place).toMatchObject({ kind: 'line', line: countLines(code, 0, start) + 1 })
    const declared = /^def (step_\d+)/.exec(text)?.[1]
    if (declared !== undefined) expect(heading).toEqual([declared])
  }
})

test('records keep their line, values of a document their path', async () => {
  const records = Array.from({ length: 2000 }, (_, i) => JSON.stringify({ id: i, name: { first: `name ${i}` } })).join('\n')
  const { passages } = await passagesOf('people.jsonl', records)

  for (const { place, text } of passages) {
    const id = Number(/^id: (\d+); name\.first: name/.exec(text)?.[1] ?? Number.NaN)
    if (!Number.isNaN(id)) expect(place).toMatchObject({ kind: 'line', line: id + 1 })
  }
  const list = JSON.stringify({ parts: Array.from({ length: 400 }, (_, i) => ({ name: `part ${i}`, size: i })) })
  const { passages: parts } = await passagesOf('parts.json', list)
  for (const { place, text } of parts) {
    const path = /^(parts\[\d+\]\.\w+): /.exec(text)?.[1]
    if (path !== undefined) expect(place).toEqual({ kind: 'path', path })
  }
  expect(parts[1]?.heading[0]).toBe('parts')
})

test('a long document is cut into pieces, and what stands in it keeps its offsets, pages and headings', async () => {
  const sections = Array.from({ length: 400 }, (_, i) => `## Section ${i}\n\n${`Words of section ${i}. `.repeat(20)}\n\n`).join(
    '',
  )

  const { passages } = await passagesOf('long.md', `# Book\n\n${sections}`)

  for (const { heading, text } of passages) {
    const number = /^Words of section (\d+)\./.exec(text)?.[1] ?? /^## Section (\d+)/.exec(text)?.[1]
    if (number !== undefined) expect(heading).toEqual(['Book', `Section ${number}`])
  }
})
