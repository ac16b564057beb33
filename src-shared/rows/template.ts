import { z } from 'zod'
import { entityId, time } from './columns.ts'

/** Words to begin a question with; `{{name}}` in them is filled in when it is used. */
export const templateRow = z.object({
  id: entityId,
  name: z.string(),
  text: z.string(),
  created_at: time,
  updated_at: time,
})
export type TemplateRow = z.infer<typeof templateRow>
