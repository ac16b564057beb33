import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'

/** The texts of a workbook that its cells name by their number. How a word is pronounced is not part of it. */
export async function readSharedStrings(archive: Archive, part: string): Promise<readonly string[]> {
  const strings: string[] = []
  let current = ''
  let isText = false
  let phonetic = 0
  await readXml(
    archive.stream(part),
    {
      open(name) {
        if (name === 'si') current = ''
        if (name === 'rPh') phonetic++
        if (name === 't') isText = true
      },
      close(name) {
        if (name === 'si') strings.push(current)
        if (name === 'rPh') phonetic--
        if (name === 't') isText = false
      },
      text(data) {
        if (isText && phonetic === 0) current += data
      },
    },
    'xlsx',
  )
  return strings
}
