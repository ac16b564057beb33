import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from './root.ts'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export interface TestRun {
  /** 0 when all passed. */
  readonly code: number
  readonly passed: number
  readonly failed: number
  /** File and name of each. */
  readonly failures: readonly string[]
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** One run of the tests these arguments choose. Whoever interrupts this process ends it, too. Beside another it leaves the terminal as it is. */
export async function runVitest(args: readonly string[], { isAlone }: { readonly isAlone: boolean }): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'))
  const file = join(folder, 'report.json')
  const command = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]
  const code = await exitCode(command, isAlone ? 'inherit' : 'pipe')
  const report: Report | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  rmSync(folder, { recursive: true })
  if (report === undefined) return { code: code || 1, passed: 0, failed: 0, failures: [`no report: vitest ${args.join(' ')}`] }
  const { numPassedTests: passed, numFailedTests: failed } = report
  const failures = failuresOf(report)
  // As after a rejection that nobody handled.
  if (code !== 0 && failures.length === 0) failures.push(`no test: vitest ${args.join(' ')} ended with ${code}`)
  return { code: code === 0 && failed + report.numFailedTestSuites > 0 ? 1 : code, passed, failed, failures }
}

/** A file whose tests could not be told apart failed as a whole. */
const failuresOf = ({ testResults }: Report): string[] =>
  testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const names = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => ` > ${fullName}`)
      return (names.length > 0 ? names : ['']).map((each) => `${relative(root, name)}${each}`)
    })

function exitCode(command: readonly string[], output: 'inherit' | 'pipe'): Promise<number> {
  // What a test starts has its sources compiled once, not at each start: that is half of the time it takes to be there.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache', 'compiled') }
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['inherit', output, 'inherit'], env })
  child.stdout?.pipe(process.stdout, { end: false })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  process.on('disconnect', () => child.kill('SIGTERM'))
  process.channel?.unref()
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}
