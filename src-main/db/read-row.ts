import type { z } from 'zod'

export type StandIn<T extends z.ZodObject> = Partial<z.input<T>>

/**
 * A stored row as its contract type. A field that does not parse is replaced by the stand-in's, and so are the stand-in's
 * `marks`, which say that the row is not whole; undefined when the row cannot be shown even so. The background check moves
 * what was unreadable to `set_aside`.
 */
export function readRow<T extends z.ZodObject>(
  schema: T,
  row: unknown,
  standIn: StandIn<T>,
  marks: StandIn<T> = {},
): z.output<T> | undefined {
  const whole = schema.safeParse(row)
  if (whole.success) return whole.data
  if (typeof row !== 'object' || row === null) return undefined
  const broken = new Set(whole.error.issues.map(({ path }) => path[0]))
  const replaced = Object.fromEntries(Object.entries(standIn).filter(([field]) => broken.has(field)))
  const mended = schema.safeParse({ ...row, ...replaced, ...marks })
  return mended.success ? mended.data : undefined
}
