import { z } from 'zod'

/** What the frame is asked for. */
export const diagramJob = z.object({ source: z.string().max(20_000), theme: z.enum(['light', 'dark']) })
export type DiagramJob = z.infer<typeof diagramJob>

/** What the frame answers; `svg` is null for a text that is no diagram. `isReady` comes once, when it listens. */
export const diagramAnswer = z.union([z.object({ isReady: z.literal(true) }), z.object({ svg: z.string().nullable() })])
