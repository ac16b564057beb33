import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { markRun, type ScriptCoverage, scriptCoverage } from './mark-run.ts'
import { readReport } from './read-report.ts'

const report = z.object({ result: z.array(scriptCoverage) })

const ours = ['src-', 'server/']

/**
 * Lines that ran in child processes: Node writes a file for each of them (`NODE_V8_COVERAGE`). Types are stripped in place, so
 * an offset of what ran is one of the source.
 */
export function childLines(folder: string, root: string): ReadonlyMap<string, ReadonlySet<number>> {
  const lines = new Map<string, Set<number>>()
  for (const name of readdirSync(folder)) {
    for (const script of readReport(join(folder, name), report)?.result ?? []) {
      const path = script.url.startsWith('file:') ? fileURLToPath(script.url) : ''
      if (!ours.some((folder) => path.startsWith(join(root, folder)))) continue
      const known = lines.get(path) ?? new Set<number>()
      lines.set(path, known)
      addRun(known, readFileSync(path, 'utf8'), script)
    }
  }
  return lines
}

function addRun(lines: Set<number>, source: string, script: ScriptCoverage): void {
  const marks = markRun(source.length, script)
  let offset = 0
  for (const [index, line] of source.split('\n').entries()) {
    const first = offset + line.search(/\S/)
    if (line.trim() !== '' && marks[first] === 1) lines.add(index + 1)
    offset += line.length + 1
  }
}
