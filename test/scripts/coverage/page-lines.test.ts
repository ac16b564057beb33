import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { scriptCoverage } from '../../../scripts/coverage/mark-run.ts'
import { pageLines } from '../../../scripts/coverage/page-lines.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const source = `function asked(n) {
  return n > 0
    ? String(n) + 'ran'
    : String(n) + 'did not run'
}
function never(n) {
  return String(n) + 'did not run'
}
if (globalThis.isWanted) {
  globalThis.first = never(1)
  globalThis.second = asked(2)
}
const list = [asked(1), () => never(2)]
globalThis.keep = [list, never]
`
const ran = [3, 13, 14]
const didNotRun = [4, 7, 10, 11]

interface Built {
  readonly entry: string
  readonly built: string
  readonly told: string
}

/** Minified as the page is, and run by the same engine: its own report of what ran is what a browser's would be. */
async function buildAndRun(folder: string): Promise<Built> {
  const [entry, built, told, raw] = ['entry.js', 'built', 'told', 'raw'].map((name) => join(folder, name)) as [string, string, string, string]
  writeFileSync(entry, source)
  await build({
    ...{ root: folder, configFile: false, logLevel: 'error' },
    build: { outDir: built, minify: true, sourcemap: 'hidden', lib: { entry, formats: ['es'], fileName: () => 'page.mjs' } },
  })
  execFileSync(process.execPath, [join(built, 'page.mjs')], { env: { ...process.env, NODE_V8_COVERAGE: raw } })
  const report = z.object({ result: z.array(scriptCoverage) })
  const { result } = report.parse(JSON.parse(readFileSync(join(raw, readdirSync(raw)[0] ?? ''), 'utf8')))
  const scripts = result
    .filter(({ url }) => url.endsWith('/page.mjs'))
    .map(({ url, functions }) => ({ url: `http://localhost:1/${basename(url)}`, functions }))
  mkdirSync(told)
  writeFileSync(join(told, 'one.json'), JSON.stringify(scripts))
  return { entry, built, told }
}

test('Lines that ran count, what stands behind a piece that did not run does not make it count', async () => {
  using folder = tempFolder()
  const { entry, built, told } = await buildAndRun(folder.path)

  const lines = pageLines(told, built)

  expect([...lines.keys()]).toEqual([entry])
  const counted = lines.get(entry)
  expect(ran.filter((line) => counted?.has(line))).toEqual(ran)
  expect(didNotRun.filter((line) => counted?.has(line))).toEqual([])
})

test('A line that ran in one page of several counts; scripts that are not built here and half a report say nothing', async () => {
  using folder = tempFolder()
  const { entry, built, told } = await buildAndRun(folder.path)
  const whole = { ranges: [{ startOffset: 0, endOffset: 100_000, count: 0 }] }
  writeFileSync(join(told, 'two.json'), JSON.stringify([{ url: 'http://localhost:1/page.mjs', functions: [whole] }]))
  writeFileSync(join(told, 'three.json'), JSON.stringify([{ url: 'http://localhost:1/other.js', functions: [whole] }]))
  writeFileSync(join(told, 'four.json'), '[{"url":"http://loc')

  const lines = pageLines(told, built)

  expect([...lines.keys()]).toEqual([entry])
  expect(ran.filter((line) => lines.get(entry)?.has(line))).toEqual(ran)
})

test('Without a page that was opened there is nothing, and no fault', () => {
  using folder = tempFolder()

  expect(pageLines(join(folder.path, 'none'), folder.path).size).toBe(0)
})
