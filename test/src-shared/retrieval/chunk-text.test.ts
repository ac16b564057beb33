import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Passage, packUnits } from '../../../src-shared/retrieval/chunk-text.ts'
import { maxUnitBytes, splitUnits, type TextUnit, type UnitSource } from '../../../src-shared/retrieval/split-units.ts'

const source = (text: string, parts: Partial<UnitSource> = {}): UnitSource => ({
  text,
  headings: [],
  blocks: [],
  pages: [],
  ...parts,
})

/** About what a word-piece tokenizer counts: a token for each four letters begun. */
const countTokens = (text: string): number => text.split(/\s+/).reduce((sum, word) => sum + Math.ceil(word.length / 4), 0)
const countBytes = (text: string): number => new TextEncoder().encode(text).length

function chunk(document: UnitSource, maxTokens: number, { count = countTokens, overlapTokens = 8 } = {}): Passage[] {
  const units = splitUnits(document)
  const counts = units.map(({ start, end }) => count(document.text.slice(start, end)))
  return packUnits(units, counts, { maxTokens, overlapTokens })
}

const textsOf = ({ text }: UnitSource, passages: readonly Passage[]): string[] =>
  passages.map(({ start, end }) => text.slice(start, end))

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('a.', 'b!', '\t', '\u3000', '。', '🙂', 'x'.repeat(300)),
)
const anyText = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '\n', '\n\n', '\r\n', '', '. ')), { maxLength: 120 })
  .map((list) => list.flat().join(''))

/** A document with headings and blocks at places that need not make sense. */
const anyDocument = fc.tuple(anyText, fc.array(fc.nat(), { maxLength: 8 })).map(([text, places]) => {
  const starts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  const headings = starts.map((start, i) => ({ level: (i % 6) + 1, text: `H${i}`, start }))
  const blocks = starts.slice(1).flatMap((end, i) => (i % 2 === 0 ? [{ kind: 'code' as const, start: starts[i] ?? 0, end }] : []))
  const pages = [0, ...starts.filter((start) => start > 0)].map((start, i, all) => ({
    page: i + 1,
    start,
    end: all[i + 1] ?? text.length,
  }))
  return source(text, { headings, blocks, pages })
})

describe('whatever the document', () => {
  test('units and passages are trimmed, in order, cut no character, and leave out only white space', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 130, max: 400 }), (document, maxTokens) => {
        const { text } = document
        const passages = chunk(document, maxTokens, { count: countBytes })
        let covered = 0
        for (const { start, end } of passages) {
          const part = text.slice(start, end)
          expect(part).toBe(part.trim())
          expect(part.isWellFormed()).toBe(text.isWellFormed() || part.isWellFormed())
          expect(text.slice(covered, start).trim()).toBe('')
          expect(end).toBeGreaterThan(covered)
          covered = end
        }
        expect(text.slice(covered).trim()).toBe('')
      }),
      { numRuns: 300 },
    )
  })

  test('no passage exceeds the maximum, by its own sum and by a count of its text', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.integer({ min: 130, max: 400 }),
        fc.integer({ min: 0, max: 60 }),
        (document, maxTokens, overlap) => {
          for (const passage of chunk(document, maxTokens, { overlapTokens: overlap })) {
            expect(passage.tokens).toBeLessThanOrEqual(maxTokens)
            expect(countTokens(document.text.slice(passage.start, passage.end))).toBeLessThanOrEqual(maxTokens)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('a passage ends at a paragraph rather than later at a sentence, and at a sentence rather than inside one', () => {
  const sentence = 'The pump moves the water up. '
  const document = source(`${sentence.repeat(9)}\n\n${sentence.repeat(9)}`)

  const passages = textsOf(document, chunk(document, 90, { overlapTokens: 0 }))

  expect(passages[0]).toBe(sentence.repeat(9).trim())
  expect(passages.every((text) => text.endsWith('up.'))).toBe(true)
})

test('a heading begins a passage, stays with its text, and its path is kept', () => {
  const text = `# Well\n\n${'Deep water rises. '.repeat(12)}\n\n## Pump\n\n${'It runs by day. '.repeat(12)}`
  const headings = [
    { level: 1, text: 'Well', start: 0 },
    { level: 2, text: 'Pump', start: text.indexOf('## Pump') },
  ]
  const document = source(text, { headings })

  const passages = chunk(document, 80)

  expect(passages.map(({ headingPath }) => headingPath.join(' › '))).toEqual(['Well', 'Well › Pump'])
  expect(textsOf(document, passages)[1]?.startsWith('## Pump')).toBe(true)
})

test('short sections share a passage instead of making one each', () => {
  const text = ['# A', 'one', '# B', 'two', '# C', 'three'].join('\n\n')
  const headings = [...text.matchAll(/# (\w)/g)].map((match) => ({ level: 1, text: match[1] ?? '', start: match.index }))

  expect(chunk(source(text, { headings }), 256)).toHaveLength(1)
})

test('code and tables are cut between their lines, at blank lines first', () => {
  const part = 'call(one, two)\ncall(three)\n'.repeat(4)
  const text = `${part}\n${part}`
  const document = source(text, { blocks: [{ kind: 'code', start: 0, end: text.length }] })

  expect(textsOf(document, chunk(document, 50, { overlapTokens: 0 }))[0]).toBe(part.trim())
})

test('the next passage repeats the last sentence, but not over a heading', () => {
  const text = 'Alpha beta gamma. Delta one two. '.repeat(12)
  const passages = chunk(source(text), 60)

  passages.slice(1).forEach((passage, i) => {
    expect(passage.start).toBeLessThan(passages[i]?.end ?? 0)
    expect(text.slice(passage.start)).toMatch(/^(?:Alpha|Delta)/)
  })
})

test('pages are those the passages begin on', () => {
  const page = 'A page with some words. '.repeat(10)
  const text = `${page}\n\n${page}\n\n${page}`
  const pages = [0, 1, 2].map((i) => ({ page: i + 1, start: i * (page.length + 2), end: i * (page.length + 2) + page.length }))

  expect(chunk(source(text, { pages }), 40, { overlapTokens: 0 }).map(({ page: number }) => number)).toEqual([1, 1, 2, 2, 3, 3])
})

test('ten megabytes without a space are cut, in bounded units and time', () => {
  for (const letter of ['x', '日', '🙂']) {
    const text = letter.repeat(10_000_000 / letter.length)
    const started = performance.now()
    const units = splitUnits(source(`${text}end`))
    const passages = packUnits(
      units,
      units.map(({ start, end }) => end - start),
    )

    expect(units.every(({ start, end }) => end - start <= maxUnitBytes)).toBe(true)
    expect(passages.every(({ tokens }) => tokens <= 256)).toBe(true)
    expect(performance.now() - started).toBeLessThan(15_000)
  }
})

test('time grows with the length, not with its square', () => {
  const measure = (piece: string, megabytes: number): number => {
    const text = piece.repeat((megabytes * 1_000_000) / piece.length)
    const started = performance.now()
    const units: TextUnit[] = splitUnits(source(text))
    packUnits(
      units,
      units.map(({ start, end }) => (end - start) >> 2),
    )
    return performance.now() - started
  }

  expect(measure('Words of a sentence, and more of them. Another one here.\n\n', 5)).toBeLessThan(10_000)
  for (const piece of ['.', ' .', '\n', '. \n', '.)', '#\r']) expect(measure(piece, 1), piece).toBeLessThan(5000)
})

test('counts that do not belong to the units are refused', () => {
  expect(() => packUnits(splitUnits(source('a b')), [])).toThrow(RangeError)
})
