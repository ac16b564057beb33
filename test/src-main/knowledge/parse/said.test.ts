import { expect, test } from 'vitest'
import { sampleFiles } from '../../../samples/formats/sample-files.ts'
import { parseBytes } from './parse-bytes.ts'

const flat = (text: string): string => text.replace(/\s+/g, ' ')
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')

test.each(sampleFiles)(
  '$name: every word that the document says is read, in its order, and hardly anything else',
  async ({ name, bytes, said }) => {
    const { text } = await parseBytes(name, bytes)

    const read = flat(text)
    for (const words of said) expect(read, words).toContain(words)
    // Notes and frames stand elsewhere in some formats; what is said before and behind them keeps its order.
    const ordered = said.filter((words) => !/Wehr wurde 1931|Im Kasten/.test(words))
    let at = 0
    for (const words of ordered) {
      at = read.indexOf(words, at)
      expect(at, words).toBeGreaterThanOrEqual(0)
    }
    // What readers add: marks of lists and notes, the heads of messages, the names of attached files.
    const added = lettersOf(text).length - lettersOf(said.join('')).length
    expect(added).toBeGreaterThanOrEqual(0)
    const isMail = /\.(?:eml|mbox)$/.test(name)
    expect(added).toBeLessThan(isMail ? 500 : 12)
  },
)
