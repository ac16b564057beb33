import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPage } from './build-page.ts'
import { findChromium } from './find-chromium.ts'
import { findStores } from './find-stores.ts'
import { findStripeMock, stripeMockVersion } from './find-stripe-mock.ts'
import { root } from './root.ts'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`)

const installStripeMock = `GOBIN=$PWD/.cache/bin go install github.com/stripe/stripe-mock@v${stripeMockVersion}`

/** With `--require-all` what is missing on this machine is a failure; else it is said at the end. */
const args = process.argv.slice(2)
const requireAll = args.includes('--require-all')
const chromium = findChromium()
const stores = findStores()
const stripeMock = findStripeMock()

await buildPage(tell)
if (!chromium && requireAll) {
  tell('Chromium is missing, and everything was required: install it (apt-get install chromium) or set HEARTH_CHROMIUM.')
  process.exit(1)
}
if (!stores && requireAll) {
  tell('PostgreSQL or Redis is missing, and everything was required: apt-get install postgresql redis-server.')
  process.exit(1)
}
if (!stripeMock && requireAll) {
  tell(`stripe-mock is missing, and everything was required: ${installStripeMock}.`)
  process.exit(1)
}
const rest = args.filter((arg) => arg !== '--require-all')
const withoutStripeMock = stripeMock ? [] : ['--exclude', 'test/**/stripe-requests.stores.test.ts']
const projects = rest.includes('--project') ? [] : ['unit', 'model', ...(chromium ? ['e2e'] : []), ...(stores ? ['stores'] : [])]
process.exit(await run([...projects.flatMap((name) => ['--project', name]), ...withoutStripeMock, ...rest]))

async function run(vitestArgs: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await exitCode([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...vitestArgs])
  const counted: Report = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true })
  if (!chromium) tell('Not run: the tests in the browser, because Chromium was not found (HEARTH_CHROMIUM names one).')
  if (!stores)
    tell('Not run: the server on real PostgreSQL and Redis, because one of them was not found; on the embedded stores it was.')
  if (!stripeMock) tell(`Not run: the form of the requests to Stripe, because stripe-mock was not found (${installStripeMock}).`)
  console.log(`${counted.numPassedTests} passed, ${counted.numFailedTests} failed`)
  return code === 0 && counted.numFailedTests + counted.numFailedTestSuites > 0 ? 1 : code
}

function exitCode(command: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
  process.on('SIGINT', () => child.kill('SIGINT'))
  process.on('disconnect', () => child.kill('SIGTERM'))
  process.channel?.unref()
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
