import { z } from 'zod'

const id = z.int().min(1)

/**
 * The first frame of either side. Its shape outlives every version: it is how two versions find out about each other.
 * The caller's `name` and `token` are for the host's `accept`.
 */
export const hello = z.object({
  type: z.literal('hello'),
  version: z.int(),
  name: z.string().optional(),
  token: z.string().optional(),
})
export type Hello = z.infer<typeof hello>

/** What a caller may send. `credit` is how many more items of a stream it is ready to take. */
export const upFrame = z.discriminatedUnion('type', [
  hello,
  z.object({ type: z.literal('request'), id, path: z.string(), input: z.unknown().optional(), credit: z.int().min(0) }),
  z.object({ type: z.literal('credit'), id, credit: z.int().min(1) }),
  z.object({ type: z.literal('abort'), id }),
])
export type UpFrame = z.infer<typeof upFrame>

/** What a host may send. A call ends with `result`, a stream with `end`, both with `error`; the error of id 0 ends the port. */
export const downFrame = z.discriminatedUnion('type', [
  hello,
  z.object({ type: z.literal('result'), id, result: z.unknown().optional() }),
  z.object({ type: z.literal('item'), id, item: z.unknown().optional() }),
  z.object({ type: z.literal('end'), id }),
  z.object({
    type: z.literal('error'),
    id: z.int().min(0),
    error: z.object({ code: z.string(), data: z.unknown().optional() }),
  }),
])
export type DownFrame = z.infer<typeof downFrame>
