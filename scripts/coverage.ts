import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildMappedPage, pageFolder } from './build-page.ts'
import { childLines } from './coverage/child-lines.ts'
import { pageLines } from './coverage/page-lines.ts'
import { reportLines } from './coverage/report-lines.ts'
import { root } from './root.ts'

/** Line coverage of every test, the processes that tests start and the pages they open included. Below the goal it fails. */
const goalPercent = 85
const children = join(root, 'coverage', 'children')
const pages = join(root, 'coverage', 'pages')

rmSync(join(root, 'coverage'), { recursive: true, force: true })
mkdirSync(children, { recursive: true })
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const projects = ['unit', 'model', 'e2e', 'stores'].flatMap((name) => ['--project', name])
const env = { ...process.env, HEARTH_CHILD_COVERAGE: children, HEARTH_PAGE_COVERAGE: pages }
const { status, elsewhere } = await runOnMappedPage()

const files = reportLines(join(root, 'coverage', 'coverage-final.json'), root, elsewhere)
const total = files.reduce((sum, { lines }) => sum + lines, 0)
const covered = files.reduce((sum, file) => sum + file.covered, 0)
const least = files.filter(({ lines }) => lines > 0).toSorted((a, b) => a.covered / a.lines - b.covered / b.lines)
for (const { file, lines, covered: ran } of least.slice(0, 25)) console.log(`${percent(ran, lines).padStart(6)}  ${file}`)
console.log(`${percent(covered, total)} of ${total} lines in ${files.length} files`)
process.exit((covered * 100) / total >= goalPercent ? (status ?? 1) : 1)

/** The page with its maps is for this alone: it does not stay as the build, whatever happens. */
async function runOnMappedPage() {
  try {
    await buildMappedPage()
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--coverage', ...projects], {
      cwd: root,
      stdio: 'inherit',
      env,
    })
    return { status, elsewhere: [childLines(children, root), pageLines(pages, pageFolder)] }
  } finally {
    rmSync(pageFolder, { recursive: true, force: true })
  }
}

function percent(part: number, whole: number): string {
  return `${((part * 100) / whole).toFixed(1)} %`
}
