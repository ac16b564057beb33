import { strFromU8, strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parserError } from '../../../../src-shared/engine/parser.ts'
import { AppError } from '../../../../src-shared/rpc/errors.ts'
import { seeded } from '../../../helpers/seeded.ts'
import { parseBytes } from './parse-bytes.ts'
import { docxParts, item, paragraph, table, writeDocx } from './write-docx.ts'
import { linesAt, writePdf } from './write-pdf.ts'

const codes = new Set<string>(Object.values(parserError))
const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)

beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

const seeds: Readonly<Record<string, Uint8Array>> = {
  'a.pdf': writePdf([linesAt(['First page', 'with text']), [], linesAt(['Third page'])], { title: 'Pages' }),
  'a.docx': writeDocx(paragraph('Head', 'Heading1') + item('one') + table([['a', 'b']]) + paragraph('text '.repeat(50)), 'Title'),
  'a.html': Buffer.from(
    `<!doctype html><html><head><meta charset=utf-8><title>T</title></head><body><h1>H</h1>${'<p>Größe &amp; <b>more</b></p><pre>a\n b</pre><table><tr><td>1<td>2</table>'.repeat(8)}</body></html>`,
  ),
  'a.md': Buffer.from('---\ntitle: x\n---\n# A\n\n```js\ncode\n```\n\n| a | b |\n|---|---|\n\nSetext\n===\n'.repeat(8)),
  'a.txt': Buffer.from('Grüße aus Köln\r\n日本語 🙂\n'.repeat(20)),
}

/** Cuts, flips, repeats, wipes or inserts at random places. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = Buffer.from(original)
  const at = Math.floor(random() * bytes.length)
  const length = 1 + Math.floor(random() ** 3 * 200)
  const way = Math.floor(random() * 5)
  if (way === 0) return bytes.subarray(0, at)
  if (way === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)])
  if (way === 2) return bytes.fill(0, at, Math.min(bytes.length, at + length))
  if (way === 3) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + length))])
  for (let flips = 0; flips < 1 + random() * 8; flips++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
  return bytes
}

const textOf = (part: unknown): string => (part instanceof Uint8Array ? strFromU8(part) : '')

/** Repeats, drops or swaps whole elements: damage a checksum of the archive would not show. */
function mutateXml(xml: string, random: () => number): string {
  const tags = xml.split(/(?=<)/)
  const at = Math.floor(random() * tags.length)
  const count = 1 + Math.floor(random() * 6)
  const way = Math.floor(random() * 3)
  if (way === 0) tags.splice(at, count)
  else if (way === 1) tags.splice(at, 0, ...tags.slice(at, at + count))
  else tags.splice(at, count, ...tags.slice(at, at + count).reverse())
  return tags.join('')
}

test('120 Word files with elements dropped, repeated or swapped give a document or an error of the parser', async () => {
  const random = seeded(7)
  const parts = docxParts(paragraph('Head', 'Heading1') + item('one') + item('two', 1) + table([['a', 'b']]) + paragraph('text'))
  const names = Object.keys(parts)

  for (let i = 0; i < 120; i++) {
    const name = names[i % names.length] ?? ''
    const bytes = zipSync({ ...parts, [name]: strToU8(mutateXml(textOf(parts[name]), random)) })
    const outcome = await parseBytes('a.docx', bytes).catch((error: unknown) => error)

    const isExpected = outcome instanceof Error ? outcome instanceof AppError && codes.has(outcome.code) : true
    expect(isExpected, `mutation ${i} of ${name}: ${String(outcome)}`).toBe(true)
  }
  expect(unhandled).toEqual([])
})

test.each(Object.keys(seeds))(
  '60 damaged copies of %s give a document or an error of the parser, and nothing is left behind',
  async (name) => {
    const random = seeded(name.length * 31 + name.charCodeAt(2))

    for (let i = 0; i < 60; i++) {
      const bytes = mutate(seeds[name] ?? new Uint8Array(), random)
      const outcome = await parseBytes(name, bytes).catch((error: unknown) => error)

      const isExpected = outcome instanceof Error ? outcome instanceof AppError && codes.has(outcome.code) : true
      expect(isExpected, `mutation ${i}: ${String(outcome)}`).toBe(true)
    }
    expect(unhandled).toEqual([])
  },
)
