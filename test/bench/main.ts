import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import { chooseBenchmarks } from './choose-benchmarks.ts'
import { goalOf, judge, readGoals } from './goals.ts'
import { fewestPairs } from './paired.ts'
import type { Row } from './row.ts'
import { formatTable } from './table.ts'

// Usage: npm run bench -- NAME [--json] [--check] [--markdown] [--write] [--pairs N] [--n SIZE] [--keep FOLDER]; NAME is all, a group or a
// row.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '15' },
    n: { type: 'string' },
    keep: { type: 'string' },
  },
})
const goals = readGoals()
const pairs = Number(values.pairs)

try {
  if (!Number.isInteger(pairs) || pairs < fewestPairs)
    throw new RangeError(`--pairs takes ${fewestPairs} or more, not ${values.pairs}`)
  const chosen = chooseBenchmarks(positionals[0], benchmarks)
  const rows: Row[] = []
  const size = values.n === undefined ? undefined : Number(values.n)
  const options = { pairs, tell, write: values.write, size, keep: values.keep }
  for (const { run } of chosen) for await (const row of run(options)) rows.push(show(row))
  if (!values.json) console.log(formatTable(rows, goals, { isMarkdown: values.markdown }))
  if (values.check) tellMissed(rows)
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  tell(error.message)
  process.exitCode = 2
}

function show(row: Row): Row {
  const verdict = values.check ? { verdict: judge(row, goalOf(goals, row.name)) } : {}
  if (values.json) console.log(JSON.stringify({ ...row, ...verdict }))
  return row
}

function tellMissed(rows: readonly Row[]): void {
  const judged = rows.map((row) => ({ name: row.name, verdict: judge(row, goalOf(goals, row.name)) }))
  const missed = judged.filter(({ verdict }) => verdict === 'missed' || verdict === 'not measured')
  const names = missed.map(({ name, verdict }) => `${name} (${verdict})`).join(', ')
  tell(missed.length === 0 ? 'Every goal was met.' : `Goals that were not met: ${names}`)
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
