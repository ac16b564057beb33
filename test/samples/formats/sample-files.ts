import { readFileSync } from 'node:fs'

/** A document that another program wrote (`make.py`), and the words it says, a line for each paragraph, cell or value. */
export interface SampleFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly said: readonly string[]
}

const files: Readonly<Record<string, readonly string[]>> = {
  handbook: ['handbook.odt', 'handbook.docx', 'handbook.rtf', 'handbook.pdf', 'handbook.epub'],
  prices: ['prices.xlsx'],
  plans: ['plans.pptx', 'plans-impress.pptx'],
  year: ['year.epub'],
  offer: ['offer.eml'],
  letters: ['letters.mbox'],
  stock: ['stock.csv'],
  mill: ['mill.json'],
}

export const sampleBytes = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url))

export const sampleFiles: readonly SampleFile[] = Object.entries(files).flatMap(([said, names]) =>
  names.map((name) => ({
    name,
    bytes: sampleBytes(name),
    said: readFileSync(new URL(`${said}.said.txt`, import.meta.url), 'utf8')
      .trim()
      .split('\n'),
  })),
)
