import { z } from 'zod'

const number = z.int().min(1)

/** Where in a document without pages something stands. Rows, lines and the others count from 1, their ends are included. */
export const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slide'), number }),
  z.object({ kind: z.literal('sheet'), name: z.string(), row: number, row_end: number }),
  z.object({ kind: z.literal('row'), row: number, row_end: number }),
  z.object({ kind: z.literal('line'), line: number, line_end: number }),
  /** Of a value in a JSON document: `parts[2].name`. */
  z.object({ kind: z.literal('path'), path: z.string() }),
  z.object({ kind: z.literal('chapter'), number, title: z.string() }),
  z.object({
    kind: z.literal('message'),
    number,
    subject: z.string(),
    from: z.string(),
    /** As the message says, in Unix milliseconds. */
    date: z.int().nullable(),
  }),
])
export type Place = z.infer<typeof place>
