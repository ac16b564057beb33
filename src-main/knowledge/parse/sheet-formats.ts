import { format } from 'numfmt'
import type { Archive } from './open-archive.ts'
import { readXml } from './read-xml.ts'

/** A number as its cell shows it. `style` is the number of the cell's format. */
export type ShowNumber = (value: number, style: number) => string

/** Days between the two beginnings of time. */
const daysTo1904 = 1462

/** Formats that files name by a number only. Dates that follow the reader's own country are written so that nobody mistakes them. */
const builtIn: Readonly<Record<number, string>> = {
  ...{ 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 11: '0.00E+00', 12: '# ?/?', 13: '# ??/??' },
  ...{ 14: 'yyyy-mm-dd', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm AM/PM', 19: 'h:mm:ss AM/PM' },
  ...{ 20: 'h:mm', 21: 'h:mm:ss', 22: 'yyyy-mm-dd hh:mm', 37: '#,##0;(#,##0)', 38: '#,##0;(#,##0)' },
  ...{ 39: '#,##0.00;(#,##0.00)', 40: '#,##0.00;(#,##0.00)', 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0', 48: '##0.0E+0' },
}

/** How the cells of a workbook show their numbers, dates and times. */
export async function readCellFormats(
  archive: Archive,
  part: string,
  { isFrom1904 }: { readonly isFrom1904: boolean },
): Promise<ShowNumber> {
  const { custom, styles } = await readStyles(archive, part)
  return (value, style) => {
    const id = styles[style] ?? 0
    const pattern = custom.get(id) ?? builtIn[id]
    if (pattern === undefined || pattern === '' || pattern === '@' || pattern === 'General' || pattern.length > longestPattern)
      return plain(value)
    const isDate = isFrom1904 && /[dmyhs]/i.test(pattern)
    return show(pattern, isDate ? value + daysTo1904 : value)
  }
}

const longestPattern = 255

function show(pattern: string, value: number): string {
  try {
    return format(pattern, value, { locale: 'en' }).trim()
  } catch {
    return plain(value)
  }
}

/** Without the last digits that only binary fractions have. */
const plain = (value: number): string => String(Number.parseFloat(value.toPrecision(15)))

async function readStyles(archive: Archive, part: string) {
  const custom = new Map<number, string>()
  const styles: number[] = []
  let isCells = false
  await readXml(
    archive.stream(part),
    {
      open(name, { numFmtId, formatCode }) {
        if (name === 'cellXfs') isCells = true
        if (name === 'numFmt' && formatCode !== undefined) custom.set(Number(numFmtId), formatCode)
        if (name === 'xf' && isCells) styles.push(Number(numFmtId ?? 0))
      },
      close(name) {
        if (name === 'cellXfs') isCells = false
      },
    },
    'xlsx',
  )
  return { custom, styles }
}
