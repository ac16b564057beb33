import { sampleBytes } from '../samples/formats/sample-files.ts'
import { paragraph, table, writeDocx } from '../src-main/knowledge/parse/write-docx.ts'
import { linesAt, writePdf } from '../src-main/knowledge/parse/write-pdf.ts'

/** What the damaged files are made of: small honest ones, at least one of each format. */
export interface SeedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const sample = (name: string): SeedFile => ({ name, bytes: sampleBytes(name) })
const text = (name: string, words: string): SeedFile => ({ name, bytes: Buffer.from(words) })

const page = `<!doctype html><html><head><meta charset=utf-8><title>T</title></head><body><h1>H</h1>${'<p>Größe &amp; <b>more</b></p><pre>a\n b</pre><table><tr><td>1<td>2</table>'.repeat(8)}</body></html>`
const notes = '---\ntitle: x\n---\n# A\n\n```js\ncode\n```\n\n| a | b |\n|---|---|\n\nSetext\n===\n'.repeat(8)
const program =
  'export class Pump {\n  private run(level: number): void {\n    this.open(level)\n  }\n}\n\nfunction main() {\n  return 1\n}\n'.repeat(
    6,
  )
const records = '{"id":1,"name":"Mühle","parts":[1,2,{"a":null}]}\n{"id":2,"name":"a \\"b\\" c"}\nno record\n'.repeat(6)

export const seedFiles: readonly SeedFile[] = [
  ...['handbook.odt', 'handbook.docx', 'handbook.rtf', 'handbook.pdf', 'handbook.epub', 'year.epub'].map(sample),
  ...['prices.xlsx', 'plans.pptx', 'offer.eml', 'forward.eml', 'letters.mbox', 'stock.csv', 'mill.json'].map(sample),
  { name: 'a.pdf', bytes: writePdf([linesAt(['First page', 'with text']), [], linesAt(['Third page'])], { title: 'Pages' }) },
  {
    name: 'a.docx',
    bytes: writeDocx(paragraph('Head', 'Heading1') + table([['a', 'b']]) + paragraph('text '.repeat(50)), 'Title'),
  },
  text('a.html', page),
  text('a.md', notes),
  text('a.txt', 'Grüße aus Köln\r\n日本語 🙂\n'.repeat(20)),
  text('a.ts', program),
  text('a.jsonl', records),
  text('a.tsv', 'a\tb\n1\t"x\ny"\n'.repeat(30)),
]
