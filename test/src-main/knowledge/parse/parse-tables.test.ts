import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { csvDialect } from '../../../../src-main/knowledge/parse/csv-dialect.ts'
import { createRowCutter, valuesOf } from '../../../../src-main/knowledge/parse/csv-rows.ts'
import { sampleBytes } from '../../../samples/formats/sample-files.ts'
import { parseBytes } from './parse-bytes.ts'

test('the sign between the values is found, whatever stands inside of quotation marks', () => {
  expect(csvDialect('a;b;c\n1,5;2,5;3,5\n', 'csv').delimiter).toBe(';')
  expect(csvDialect('a,b\n"x; y; z","1; 2"\n', 'csv').delimiter).toBe(',')
  expect(csvDialect('a\tb, c\td\n1\t2\t3\n', 'csv').delimiter).toBe('\t')
  expect(csvDialect('a|b|c\n1|2|3\n', 'csv').delimiter).toBe('|')
  expect(csvDialect('time of day\n10:30\n11:45\n', 'csv').delimiter).toBe(':')
  expect(csvDialect("a,'b, c'\n", 'csv').quote).toBe("'")
})

test('rows come whole however the text is cut into chunks, with marks inside, doubled marks and every line end', () => {
  const text = 'a,"b\nb",c\r\n"1""2",3\r"x\r\ny"\n\nlast'
  const dialect = { delimiter: ',', quote: '"' }
  const whole = createRowCutter(dialect).push(text, true)

  for (let size = 1; size < text.length; size++) {
    const cutter = createRowCutter(dialect)
    const rows = []
    for (let at = 0; at < text.length; at += size) rows.push(...cutter.push(text.slice(at, at + size)))
    rows.push(...cutter.push('', true))
    expect(rows, `chunks of ${size}`).toEqual(whole)
  }
  expect(whole.map(({ raw }) => raw)).toEqual(['a,"b\nb",c\r\n', '"1""2",3\r', '"x\r\ny"\n', '\n', 'last'])
  expect(valuesOf('a,"b ""c"", d",\r\n', dialect)).toEqual(['a', 'b "c", d', ''])
})

test('a mark that never closes costs its own row at most', async () => {
  const { text, places } = await parseBytes('a.csv', `size,name\n5",screw\n"6,nail\n${'7,bolt\n'.repeat(5000)}`)

  expect(text.split('\n')).toHaveLength(5004)
  expect(places[0]).toEqual({ start: 0, place: { kind: 'row', row: 1, row_end: 1 } })
})

const sheet = (cells: string, { date1904 = false, styles = '' } = {}): Uint8Array =>
  zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/s.xml"/><Relationship Id="r2" Type="http://x/styles" Target="styles.xml"/></Relationships>',
    ),
    'xl/styles.xml': strToU8(`<styleSheet>${styles}</styleSheet>`),
    'xl/worksheets/s.xml': strToU8(`<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`),
  })

test('values are shown as their cells show them: dates of both beginnings of time, shares, signs of money, texts and faults', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
  const cells =
    '<c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>0.25</v></c><c r="C1" s="3"><v>1240.5</v></c><c r="D1"><v>0.30000000000000004</v></c>' +
    '<c r="E1" t="str"><f>1/0</f><v>text</v></c><c r="F1" t="e"><v>#DIV/0!</v></c><c r="G1" t="b"><v>0</v></c><c r="H1" s="4"><v>1</v></c>'

  expect((await parseBytes('a.xlsx', sheet(cells, { styles }))).text).toBe(
    'S\n2023-03-15\t25%\t1,240.50 €\t0.3\ttext\t#DIV/0!\tFALSE\t01/01/1900',
  )
  expect((await parseBytes('a.xlsx', sheet('<c s="1"><v>43538</v></c>', { date1904: true, styles }))).text).toBe('S\n2023-03-15')
})

test('a PDF whose headings are no larger than its text has those of its outline, at their place', async () => {
  const { headings, text } = await parseBytes('a.pdf', sampleBytes('outline.pdf'))

  expect(headings.map(({ level, text: head }) => `${level} ${head}`)).toEqual([
    ...['1 Chapter 0 of it', '1 Chapter 1 of it', '1 Chapter 2 of it', '2 A part below'],
    ...['1 Chapter 3 of it', '1 Chapter 4 of it', '1 Chapter 5 of it'],
  ])
  for (const { start, text: head } of headings) expect(text.slice(start, start + 40)).toContain(head)
})

test('functions and classes of many languages are found, statements are not', async () => {
  const declared = async (name: string, code: string) =>
    (await parseBytes(name, code)).headings.map(({ level, text }) => `${level} ${text}`)

  expect(
    await declared(
      'a.ts',
      'export class Pump {\n  private run(level: number): void {\n    if (level) {\n    }\n  }\n}\nconst start = async () => {\n}\n',
    ),
  ).toEqual(['1 Pump', '2 run', '1 start'])
  expect(await declared('a.py', 'class Mill:\n    async def grind(self):\n        return def_\n')).toEqual(['1 Mill', '2 grind'])
  expect(await declared('a.c', '#include <x.h>\nstatic int grind(int n) {\n  return run(n);\n}\n')).toEqual(['1 grind'])
  expect(await declared('a.go', 'func (m *Mill) Grind(n int) error {\n}\ntype Mill struct {\n}\n')).toEqual(['1 Grind'])
  expect(await declared('a.sql', 'CREATE TABLE parts (\n  id INTEGER\n);\n')).toEqual(['1 parts'])
  expect(await declared('a.toml', '[package]\nname = "x"\n')).toEqual(['1 package'])
})
