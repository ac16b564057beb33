import { strToU8, zipSync } from 'fflate'
import { escapeXml, plain, readBlocks } from '../source-blocks.ts'

interface Sheet {
  readonly name: string
  readonly rows: (readonly string[])[]
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'

/** A sheet for every heading of the second level; numbers as numbers, all other cells as shared strings. */
export function writeXlsx(source: string, title: string): Uint8Array {
  const sheets = sheetsOf(source, title)
  const strings = [...new Set(sheets.flatMap(({ rows }) => rows.flat().filter((cell) => !isNumber(cell))))]
  const numbered = sheets.map((sheet, at) => ({ ...sheet, file: `xl/worksheets/sheet${at + 1}.xml`, id: `rId${at + 1}` }))
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
  const part = (name: string, type: string) =>
    `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/sharedStrings.xml', 'sharedStrings')}${numbered.map(({ file }) => part(file, 'worksheet')).join('')}</Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${packaged}/relationships">${link('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbered.map(({ name, id }, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="${packaged}/relationships">${numbered.map(({ id, file }) => link(id, 'worksheet', file.slice(3))).join('')}${link('rIdStrings', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    ),
    'xl/sharedStrings.xml': strToU8(
      `<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`,
    ),
    ...Object.fromEntries(numbered.map(({ file, rows }) => [file, strToU8(sheetXml(rows, strings))])),
  })
}

/** A sheet's name has at most 31 letters and none of these. */
const sheetName = (text: string): string =>
  plain(text)
    .replaceAll(/[:\\/?*[\]]/g, ' ')
    .slice(0, 31)

function sheetsOf(source: string, title: string): Sheet[] {
  const sheets: Sheet[] = [{ name: sheetName(title), rows: [] }]
  for (const block of readBlocks(source)) {
    if (block.kind === 'heading' && block.level === 2) sheets.push({ name: sheetName(block.text), rows: [] })
    else if (block.kind === 'table') sheets.at(-1)?.rows.push(...block.rows.map((row) => row.map(plain)))
    else if (block.kind !== 'code') sheets.at(-1)?.rows.push([plain(block.text)])
  }
  return sheets
}

const isNumber = (cell: string): boolean => /^-?\d+(?:\.\d+)?$/.test(cell)

function sheetXml(rows: readonly (readonly string[])[], strings: readonly string[]): string {
  const at = new Map(strings.map((text, index) => [text, index]))
  const cell = (text: string, place: string) =>
    isNumber(text) ? `<c r="${place}"><v>${text}</v></c>` : `<c r="${place}" t="s"><v>${at.get(text) ?? 0}</v></c>`
  const lines = rows.map(
    (row, y) => `<row r="${y + 1}">${row.map((text, x) => cell(text, `${String.fromCharCode(65 + x)}${y + 1}`)).join('')}</row>`,
  )
  return `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}
