import { z } from 'zod'

/** What is read of ChatGPT's export; it is described nowhere, differs from year to year, and everything may be missing. */
const loose = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)

const content = z.looseObject({
  content_type: loose(z.string()),
  parts: loose(z.array(z.unknown())),
  text: loose(z.string()),
  language: loose(z.string()),
  title: loose(z.string()),
  url: loose(z.string()),
  result: loose(z.string()),
  thoughts: loose(z.array(z.looseObject({ summary: loose(z.string()), content: loose(z.string()) }))),
})
export type ChatGptContent = z.infer<typeof content>

const message = z.looseObject({
  id: loose(z.string()),
  author: loose(z.looseObject({ role: loose(z.string()), name: loose(z.string()) })),
  create_time: loose(z.number()),
  content: loose(content),
  recipient: loose(z.string()),
  metadata: loose(
    z.looseObject({
      is_visually_hidden_from_conversation: loose(z.boolean()),
      attachments: loose(z.array(z.looseObject({ name: loose(z.string()) }))),
    }),
  ),
})
export type ChatGptMessage = z.infer<typeof message>

const node = z.looseObject({
  id: loose(z.string()),
  message: loose(message),
  parent: loose(z.string()),
  children: loose(z.array(z.string())),
})
export type ChatGptNode = z.infer<typeof node>

export const chatGptConversation = z.looseObject({
  id: loose(z.string()),
  conversation_id: loose(z.string()),
  title: loose(z.string()),
  create_time: loose(z.number()),
  update_time: loose(z.number()),
  current_node: loose(z.string()),
  is_archived: loose(z.boolean()),
  is_starred: loose(z.boolean()),
  mapping: z.record(z.string(), node),
})
export type ChatGptConversation = z.infer<typeof chatGptConversation>
