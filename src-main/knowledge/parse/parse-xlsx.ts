import type { DocumentParts } from './document-parts.ts'
import { noParts } from './document-parts.ts'
import { type Relation, relationsOf } from './office-relations.ts'
import { officeTitle } from './office-title.ts'
import type { Archive } from './open-archive.ts'
import { readSharedStrings } from './read-shared-strings.ts'
import { readSheet } from './read-sheet.ts'
import { readXml } from './read-xml.ts'
import { createRowWriter } from './row-writer.ts'
import { readCellFormats } from './sheet-formats.ts'

const kind = 'xlsx'
const workbook = 'xl/workbook.xml'

/** Text of a workbook sheet by sheet, row by row, its values as they are shown. What formulas gave when it was saved is taken, they are not run. */
export async function parseXlsx(archive: Archive): Promise<DocumentParts> {
  const relations = await relationsOf(archive, workbook, kind)
  const { sheets, isFrom1904 } = await readWorkbook(archive, relations)
  const part = (type: string): string => relations.find((relation) => relation.type === type)?.target ?? ''
  const strings = await readSharedStrings(archive, part('sharedStrings'))
  const show = await readCellFormats(archive, part('styles'), { isFrom1904 })
  const writer = createRowWriter()
  for (const { name, target } of sheets) {
    writer.sheet(name)
    await readSheet(archive, target, { strings, show, onRow: (row, cells) => writer.row(row, cells) })
  }
  const { text, headings, blocks, places } = writer.finish()
  return { ...noParts, title: (await officeTitle(archive, 'docProps/core.xml', kind)) ?? null, text, headings, blocks, places }
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly target: string }[]
  /** Days are counted from 1904 in files that began on a Macintosh. */
  readonly isFrom1904: boolean
}

async function readWorkbook(archive: Archive, relations: readonly Relation[]): Promise<Workbook> {
  const sheets: { name: string; target: string }[] = []
  let isFrom1904 = false
  await readXml(
    archive.stream(workbook),
    {
      open(element, attributes) {
        if (element === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
        if (element !== 'sheet') return
        const target = relations.find(({ id }) => id === attributes['r:id'])?.target
        if (target !== undefined && archive.has(target)) sheets.push({ name: attributes.name ?? '', target })
      },
    },
    kind,
  )
  return { sheets, isFrom1904 }
}
