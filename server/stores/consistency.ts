import { z } from 'zod'

/** How many replicas have to have answered. */
export const consistency = z.enum(['ONE', 'TWO', 'THREE', 'QUORUM', 'ALL', 'LOCAL_QUORUM', 'EACH_QUORUM', 'LOCAL_ONE'])
export type Consistency = z.infer<typeof consistency>
