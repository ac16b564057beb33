import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPage } from './build-page.ts'
import { findChromium } from './find-chromium.ts'
import { findStripeMock, stripeMockVersion } from './find-stripe-mock.ts'
import { root } from './root.ts'
import { cassandra } from './services/cassandra.ts'
import { ferretdb } from './services/ferretdb.ts'
import { postgres } from './services/postgres.ts'
import { redis } from './services/redis.ts'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`)

const installStripeMock = `GOBIN=$PWD/.cache/bin go install github.com/stripe/stripe-mock@v${stripeMockVersion}`

/** What of the tests this machine cannot run, and what they need. */
const lacking = [
  {
    what: 'the tests in the browser',
    missing: findChromium() ? undefined : 'Chromium is missing: apt-get install chromium, or HEARTH_CHROMIUM names one',
    project: 'e2e',
  },
  { what: 'the server on real databases', missing: postgres.missing() ?? redis.missing(), project: 'stores' },
  { what: 'the server on Cassandra', missing: cassandra.missing(), files: 'test/**/*.cql.stores.test.ts' },
  { what: 'the server on FerretDB', missing: ferretdb.missing(), files: 'test/**/*.mongo*.stores.test.ts' },
  {
    what: 'the form of the requests to Stripe',
    missing: findStripeMock() ? undefined : `stripe-mock is missing: ${installStripeMock}`,
    files: 'test/**/stripe-requests.stores.test.ts',
  },
].filter(({ missing }) => missing !== undefined)

/** With `--require-all` what is missing on this machine is a failure; else it is said at the end. */
const args = process.argv.slice(2)
buildPage(tell)
if (args.includes('--require-all') && lacking.length > 0) {
  for (const { missing } of lacking) tell(`Everything was required. ${missing}.`)
  process.exit(1)
}
const rest = args.filter((arg) => arg !== '--require-all')
const without = new Set(lacking.map(({ project }) => project))
const projects = rest.includes('--project') ? [] : ['unit', 'model', 'e2e', 'stores'].filter((name) => !without.has(name))
const excluded = lacking.flatMap(({ files }) => (files === undefined ? [] : ['--exclude', files]))
process.exit(await run([...projects.flatMap((name) => ['--project', name]), ...excluded, ...rest]))

async function run(vitestArgs: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await exitCode([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...vitestArgs])
  const counted: Report = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true })
  for (const { what, missing } of lacking) tell(`Not run: ${what}. ${missing}.`)
  console.log(`${counted.numPassedTests} passed, ${counted.numFailedTests} failed`)
  return code === 0 && counted.numFailedTests + counted.numFailedTestSuites > 0 ? 1 : code
}

function exitCode(command: readonly string[]): Promise<number> {
  // What a test starts has its sources compiled once, not at each start: that is half of the time it takes to be there.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache', 'compiled') }
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit', env })
  process.on('SIGINT', () => child.kill('SIGINT'))
  process.on('disconnect', () => child.kill('SIGTERM'))
  process.channel?.unref()
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
