import { z } from 'zod'

const colour = z.string().regex(/^#[0-9a-f]{3,8}$/i)

/** What the frame is asked for, in the colours of the page. */
export const diagramJob = z.object({
  source: z.string().max(20_000),
  isDark: z.boolean(),
  colours: z.object({ paper: colour, box: colour, edge: colour, text: colour, line: colour, accent: colour }),
})
export type DiagramJob = z.infer<typeof diagramJob>

/** What the frame answers; `svg` is null for a text that is no diagram. `isReady` comes once, when it listens. */
export const diagramAnswer = z.union([z.object({ isReady: z.literal(true) }), z.object({ svg: z.string().nullable() })])
