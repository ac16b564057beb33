import { z } from 'zod'

const copies = z.coerce.number().int().min(1).max(9)
const byDataCenter = z.record(z.string().regex(/^[\w-]+$/), copies)

/** How many copies there are of each row: `3`, or by data centre: `east:3,west:2`. */
export const replicationFactor = z.string().transform((written, context) => {
  const text = written.trim()
  const parsed = text.includes(':') ? byDataCenter.safeParse(pairsOf(text)) : copies.safeParse(text)
  if (parsed.success) return parsed.data
  context.addIssue({ code: 'custom', message: 'a number from 1 to 9, or one for each data centre: east:3,west:2' })
  return z.NEVER
})

const pairsOf = (text: string): Record<string, string | undefined> =>
  Object.fromEntries(text.split(',').map((pair) => pair.trim().split(':')))
