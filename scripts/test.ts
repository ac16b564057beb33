import { buildPage } from './build-page.ts'
import { findChromium } from './find-chromium.ts'
import { runVitest, type TestRun } from './run-vitest.ts'
import { cassandra } from './services/cassandra.ts'
import { ferretdb } from './services/ferretdb.ts'
import { postgres } from './services/postgres.ts'
import { redis } from './services/redis.ts'
import { stripeMock } from './services/stripe-mock.ts'

const tell = (text: string): void => void process.stderr.write(`${text}\n`)

interface Part {
  readonly projects: readonly string[]
  readonly more?: readonly string[]
}

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
    what: 'what stands for Stripe and the form of the requests to it',
    missing: stripeMock.missing(),
    files: 'test/**/stripe-{requests,mock}.stores.test.ts',
  },
].filter(({ missing }) => missing !== undefined)

const shards = 6

/**
 * Two of these run beside each other, each a file at a time; who is done takes the next. Models and a browser wait as much as they
 * work, and those that freeze databases are in one, so that no two of them meet.
 */
const parts: readonly Part[] = [
  { projects: ['unit', 'stores'] },
  { projects: ['e2e'] },
  ...Array.from({ length: shards }, (_, index) => ({ projects: ['model'], more: [`--shard=${index + 1}/${shards}`] })),
]
const lanes = 2

/** With `--require-all` what is missing on this machine is a failure; else it is said at the end. */
const args = process.argv.slice(2)
buildPage(tell)
if (args.includes('--require-all') && lacking.length > 0) {
  for (const { missing } of lacking) tell(`Everything was required. ${missing}.`)
  process.exit(1)
}
const asked = args.filter((arg) => arg !== '--require-all')
const excluded = lacking.flatMap(({ files }) => (files === undefined ? [] : ['--exclude', files]))
const without = new Set(lacking.map(({ project }) => project))
const projectArgs = (projects: readonly string[]) => projects.flatMap((name) => (without.has(name) ? [] : ['--project', name]))
const everything = parts
  .filter(({ projects }) => projects.some((name) => !without.has(name)))
  .map(({ projects, more = [] }) => ['--maxWorkers=1', ...projectArgs(projects), ...more])
const usual = projectArgs(['unit', 'stores', 'model', 'e2e'])
const runs = asked.length === 0 ? everything : [asked.includes('--project') ? asked : [...usual, ...asked]]

const waiting = [...runs]
// Whoever interrupts ends those that run (`runVitest`): no other is begun.
const beginNoMore = (): void => void waiting.splice(0)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, beginNoMore)
process.on('disconnect', beginNoMore)

async function runNext(): Promise<TestRun[]> {
  const run = waiting.shift()
  if (run === undefined) return []
  return [await runVitest([...excluded, ...run], { isAlone: runs.length === 1 }), ...(await runNext())]
}
const results = (await Promise.all(Array.from({ length: lanes }, runNext))).flat()
for (const { what, missing } of lacking) tell(`Not run: ${what}. ${missing}.`)
if (runs.length > 1) for (const { failures } of results) for (const failure of failures) tell(`Failed: ${failure}`)
const total = (of: 'passed' | 'failed'): number => results.reduce((sum, result) => sum + result[of], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = results.find(({ code }) => code !== 0)?.code ?? 0
