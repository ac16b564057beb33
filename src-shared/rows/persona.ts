import { z } from 'zod'
import { entityId, flag, json, time } from './columns.ts'

/** What a persona is recognised by: names of pictures that the page has. */
export const personaIcon = z.enum([
  'drama',
  'feather',
  'languages',
  'graduation',
  'compass',
  'terminal',
  'scale',
  'heart',
  'briefcase',
  'flask',
])
export type PersonaIcon = z.infer<typeof personaIcon>

/** How a chat is answered. What is null is as the settings, or the chat itself, say. */
export const personaRow = z.object({
  id: entityId,
  name: z.string().trim().min(1).max(60),
  icon: personaIcon,
  system_prompt: z.string().max(20_000),
  model_id: z.string().nullable(),
  think: flag.nullable(),
  temperature: z.number().min(0).max(2).nullable(),
  top_p: z.number().min(0).max(1).nullable(),
  top_k: z.int().min(0).max(1000).nullable(),
  /** What a chat answers from once it takes this persona; it can be changed there. */
  collection_ids: json(z.array(entityId).max(50).nullable()),
  position: z.int().nonnegative(),
  created_at: time,
  updated_at: time,
})
export type PersonaRow = z.infer<typeof personaRow>
