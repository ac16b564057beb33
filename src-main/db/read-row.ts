import type { z } from 'zod'

export interface StandIn<T extends z.ZodObject> {
  /** What stands for a field that cannot be read. */
  readonly fields: Partial<z.input<T>>
  /** What is set then besides, to say that the row is not whole. */
  readonly marks?: Partial<z.input<T>>
}

/**
 * A stored row as its contract type. What does not parse is replaced by its stand-in; undefined when the row cannot be shown
 * even so. The check in the background keeps the original in `set_aside` and reports it.
 */
export function readRow<T extends z.ZodObject>(schema: T, row: unknown, { fields, marks }: StandIn<T>): z.output<T> | undefined {
  const whole = schema.safeParse(row)
  if (whole.success) return whole.data
  if (typeof row !== 'object' || row === null) return undefined
  const broken = new Set(whole.error.issues.map(({ path }) => path[0]))
  const replaced = Object.fromEntries(Object.entries(fields).filter(([field]) => broken.has(field)))
  const mended = schema.safeParse({ ...row, ...replaced, ...marks })
  return mended.success ? mended.data : undefined
}
