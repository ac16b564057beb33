import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { z } from 'zod'

const istanbulFile = z.object({
  path: z.string(),
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.int() }) })),
  s: z.record(z.string(), z.int()),
})

export interface FileLines {
  readonly file: string
  readonly lines: number
  readonly covered: number
}

type LinesByPath = ReadonlyMap<string, ReadonlySet<number>>

/** Lines that hold a statement, by file, with those that ran in a test's own process or `elsewhere`. */
export function reportLines(file: string, root: string, elsewhere: readonly LinesByPath[]): FileLines[] {
  const files = z.record(z.string(), istanbulFile).parse(JSON.parse(readFileSync(file, 'utf8')))
  return Object.values(files).map(({ path, statementMap, s }) => {
    const ran = new Map<number, boolean>()
    for (const [id, { start }] of Object.entries(statementMap)) {
      const isRun = (s[id] ?? 0) > 0 || elsewhere.some((lines) => lines.get(path)?.has(start.line))
      ran.set(start.line, isRun || (ran.get(start.line) ?? false))
    }
    return { file: relative(root, path), lines: ran.size, covered: [...ran.values()].filter(Boolean).length }
  })
}
