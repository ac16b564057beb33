import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { pageLines } from '../../../scripts/coverage/page-lines.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const source = `export function asked(n) {
  return n + 1
}
export function never(n) {
  return n - 1
}
document.title = String(asked(1))
globalThis.keep = never
`

test('A line that ran in any page counts, one that ran in none does not', async () => {
  using folder = tempFolder()
  const [entry, built, told] = ['entry.js', 'built', 'told'].map((name) => join(folder.path, name)) as [string, string, string]
  writeFileSync(entry, source)
  await build({
    ...{ root: folder.path, configFile: false, logLevel: 'error' },
    build: {
      ...{ outDir: built, minify: false, sourcemap: 'hidden' },
      lib: { entry, formats: ['es'], fileName: () => 'page.js' },
    },
  })
  const script = readFileSync(join(built, 'page.js'), 'utf8')
  const spanOf = (name: string) => {
    const startOffset = script.indexOf(`function ${name}`)
    return { startOffset, endOffset: script.indexOf('}', startOffset) + 1 }
  }
  const whole = { ranges: [{ startOffset: 0, endOffset: script.length, count: 1 }] }
  const page = (ran: number) => [
    {
      url: 'http://localhost:1/page.js',
      functions: [
        whole,
        { ranges: [{ ...spanOf('asked'), count: ran }] },
        { ranges: [{ ...spanOf('never'), count: 0 }] },
      ],
    },
    { url: 'http://localhost:1/not-built-here.js', functions: [whole] },
  ]
  mkdirSync(told)
  writeFileSync(join(told, 'one.json'), JSON.stringify(page(1)))
  writeFileSync(join(told, 'two.json'), JSON.stringify(page(0)))

  const lines = pageLines(told, built)

  expect([...lines.keys()]).toEqual([entry])
  const ran = lines.get(entry)
  expect([2, 7, 8].map((line) => ran?.has(line))).toEqual([true, true, true])
  expect(ran?.has(5)).toBe(false)
})

test('Without a page that was opened there is nothing, and no fault', () => {
  using folder = tempFolder()

  expect(pageLines(join(folder.path, 'none'), folder.path).size).toBe(0)
})
