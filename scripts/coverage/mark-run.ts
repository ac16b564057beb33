import { z } from 'zod'

const range = z.object({ startOffset: z.int(), endOffset: z.int(), count: z.int() })

/** A script as V8 reports what ran of it: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-ScriptCoverage. */
export const scriptCoverage = z.object({ url: z.string(), functions: z.array(z.object({ ranges: z.array(range) })) })
export type ScriptCoverage = z.infer<typeof scriptCoverage>

/** Which characters of a script of `length` ran: 1 or 0 each. An inner range comes after the one around it and counts for its own characters. */
export function markRun(length: number, { functions }: Pick<ScriptCoverage, 'functions'>): Uint8Array {
  const marks = new Uint8Array(length)
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges) marks.fill(Math.min(count, 1), startOffset, endOffset)
  return marks
}
