import { z } from 'zod'

export const bareServerInput = z.object({ databaseUrl: z.string(), poolSize: z.int() })
export type BareServerInput = z.infer<typeof bareServerInput>

export const bareServerAnswer = z.object({ url: z.string() })
