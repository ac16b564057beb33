import { readFileSync } from 'node:fs'
import type { z } from 'zod'

/** A process that was killed while it wrote leaves half a file, which tells nothing. */
export function readReport<T>(path: string, report: z.ZodType<T>): T | undefined {
  try {
    return report.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
