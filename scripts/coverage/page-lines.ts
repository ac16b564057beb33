import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { markRun, scriptCoverage } from './mark-run.ts'
import { readReport } from './read-report.ts'

const report = z.array(scriptCoverage)

/**
 * Lines that ran in the browser: what the pages of the tests left in `folder`, a file for each, through the source maps beside the
 * built scripts. What is not built with a map, as the reader of PDF, is left out.
 */
export function pageLines(folder: string, built: string): ReadonlyMap<string, ReadonlySet<number>> {
  const lines = new Map<string, Set<number>>()
  for (const [script, marks] of runScripts(folder, built)) addOriginal(lines, script, marks)
  return lines
}

/** By path of the built script, which of its characters ran in any page. */
function runScripts(folder: string, built: string): ReadonlyMap<string, Uint8Array> {
  const scripts = new Map<string, Uint8Array>()
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    for (const script of readReport(join(folder, name), report) ?? []) {
      const path = join(built, new URL(script.url).pathname)
      if (!existsSync(`${path}.map`)) continue
      const marks = markRun(readFileSync(path, 'utf8').length, script)
      const known = scripts.get(path)
      scripts.set(path, known ? known.map((mark, at) => mark | (marks[at] ?? 0)) : marks)
    }
  }
  return scripts
}

function addOriginal(lines: Map<string, Set<number>>, script: string, marks: Uint8Array): void {
  const map = new SourceMap(JSON.parse(readFileSync(`${script}.map`, 'utf8')) as SourceMapPayload)
  let [line, column] = [0, 0]
  for (const [offset, character] of readFileSync(script, 'utf8').split('').entries()) {
    const entry = marks[offset] === 1 ? map.findEntry(line, column) : {}
    // Of a position between two segments the one before it is told, and what that names need not have run.
    if (isMapped(entry) && entry.generatedLine === line && entry.generatedColumn === column) {
      const path = resolve(dirname(script), entry.originalSource)
      const known = lines.get(path) ?? new Set<number>()
      lines.set(path, known.add(entry.originalLine + 1))
    }
    if (character === '\n') [line, column] = [line + 1, 0]
    else column++
  }
}

/** What the bundler wrote itself has a segment without a source. */
const isMapped = (entry: SourceMapping | object): entry is SourceMapping =>
  'originalSource' in entry && typeof entry.originalSource === 'string'
