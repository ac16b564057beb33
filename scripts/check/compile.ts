import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Guard } from './guard.ts'
import { runTool } from './run-tool.ts'

/** src-shared is compiled twice: with the DOM and without Node, then with Node and without the DOM. Both hold only if it uses neither. */
const programs = [
  'src-shared/tsconfig.json',
  'src-shared/tsconfig.node.json',
  'src-main/tsconfig.json',
  'src-preload/tsconfig.json',
  'src-renderer/tsconfig.json',
  'server/tsconfig.json',
  'test/tsconfig.json',
]

const noInputs = 'TS18003'

export const compileGuard: Guard = {
  name: 'types',
  async run(root) {
    const present = programs.filter((program) => existsSync(join(root, program)))
    const findings: Finding[] = []
    for (const program of present) findings.push(...(await compile(root, program)))
    return { findings: firstOf(findings), looked: `${present.length} programs` }
  },
}

/** A root compiles what it imports too: an error is told once, under the first program that met it. */
function firstOf(findings: readonly Finding[]): Finding[] {
  const told = new Map<string, Finding>()
  for (const finding of findings) {
    const key = `${finding.place} ${finding.detail}`
    if (!told.has(key)) told.set(key, finding)
  }
  return [...told.values()]
}

async function compile(root: string, program: string): Promise<Finding[]> {
  const memory = join('.cache', 'check', `${program.replaceAll('/', '-')}.tsbuildinfo`)
  const args = ['-p', program, '--pretty', 'false', '--incremental', '--tsBuildInfoFile', memory]
  const run = await runTool({ script: 'typescript-7/bin/tsc', args, cwd: root })
  const findings = run.stdout.split(/\r?\n/).flatMap((line) => parse(program, line))
  if (run.exitCode !== 0 && findings.length === 0 && !run.stdout.includes(noInputs)) {
    throw new Error(`typescript-7 failed on ${program} (exit ${run.exitCode}): ${(run.stderr || run.stdout).trim().slice(-2000)}`)
  }
  return findings
}

function parse(program: string, line: string): Finding[] {
  const error = /^(?:(.+?)\((\d+),\d+\): )?error (TS\d+): (.*)$/.exec(line)
  const [, file, lineNumber, code, message] = error ?? []
  if (code === undefined || code === noInputs) return []
  return [
    {
      rule: program,
      place: file === undefined ? program : `${file.replaceAll('\\', '/')}:${lineNumber}`,
      says: 'It has to compile under this configuration. Correct the types; any, ! and suppressions are refused too.',
      detail: `${code} ${message}`,
    },
  ]
}
