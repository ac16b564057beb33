import { z } from 'zod'

/** On the database of the server that it is compared with, or, where that is embedded, on one of its own in `folder`. */
export const bareServerInput = z.union([
  z.object({ databaseUrl: z.string(), poolSize: z.int() }),
  z.object({ folder: z.string(), userIds: z.array(z.uuid()) }),
])
export type BareServerInput = z.infer<typeof bareServerInput>

export const bareServerAnswer = z.object({ url: z.string() })
