import { tempFolder } from '../helpers/temp-folder.ts'
import { parserPeak } from './import-peak.ts'
import { largeDocuments } from './large-documents.ts'
import type { Benchmark, Row } from './row.ts'
import { shortNumber } from './statistics.ts'

/** What the parser's child takes for the largest file of each format. */
export const importMemory: Benchmark = {
  group: 'import',
  rows: ['import.parser_peak_mb'],
  async *run({ tell }) {
    yield await peak(tell)
  },
}

async function peak(tell: (line: string) => void): Promise<Row> {
  using folder = tempFolder()
  const samples: number[] = []
  let largest = { name: '', megabytes: 0 }
  for (const document of largeDocuments) {
    const found = await parserPeak(document.write(folder.path))
    tell(`${found.name}: ${found.megabytes} MB, ${shortNumber(found.characters / 1e6)} million characters`)
    samples.push(found.megabytes)
    if (found.megabytes > largest.megabytes) largest = found
  }
  return {
    ...{ name: 'import.parser_peak_mb', figure: largest.megabytes, unit: 'MB', n: samples.length, samples },
    note: `a child of its own for each of ${samples.length} large files; the most for ${largest.name}`,
  }
}
