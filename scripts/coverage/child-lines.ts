import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const range = z.object({ startOffset: z.int(), endOffset: z.int(), count: z.int() })
const report = z.object({
  result: z.array(z.object({ url: z.string(), functions: z.array(z.object({ ranges: z.array(range) })) })),
})

const ours = ['src-', 'server/']

/**
 * Lines that ran in child processes: Node writes a file for each of them (`NODE_V8_COVERAGE`). Types are stripped in place, so
 * an offset of what ran is one of the source.
 */
export function childLines(folder: string, root: string): ReadonlyMap<string, ReadonlySet<number>> {
  const lines = new Map<string, Set<number>>()
  for (const name of readdirSync(folder)) {
    for (const { url, functions } of readReport(join(folder, name))) {
      const path = url.startsWith('file:') ? fileURLToPath(url) : ''
      if (!ours.some((folder) => path.startsWith(join(root, folder)))) continue
      const known = lines.get(path) ?? new Set<number>()
      lines.set(path, known)
      addRun(known, readFileSync(path, 'utf8'), functions.flatMap(({ ranges }) => ranges))
    }
  }
  return lines
}

/** A process that was killed while it wrote leaves half a file, which tells nothing. */
function readReport(path: string): z.infer<typeof report>['result'] {
  try {
    return report.parse(JSON.parse(readFileSync(path, 'utf8'))).result
  } catch {
    return []
  }
}

/** An inner range comes after the one around it and counts for its own characters. */
function addRun(lines: Set<number>, source: string, ranges: readonly z.infer<typeof range>[]): void {
  const counts = new Uint8Array(source.length)
  for (const { startOffset, endOffset, count } of ranges) counts.fill(Math.min(count, 1), startOffset, endOffset)
  let offset = 0
  for (const [index, line] of source.split('\n').entries()) {
    const first = offset + line.search(/\S/)
    if (line.trim() !== '' && counts[first] === 1) lines.add(index + 1)
    offset += line.length + 1
  }
}
