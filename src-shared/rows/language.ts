import { z } from 'zod'
import { json, time } from './columns.ts'

/** BCP 47, as the system writes it: "fr", "pt-BR". */
export const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .refine((tag) => canonical(tag) !== undefined)
  .transform((tag) => canonical(tag) ?? tag)

/** Sentence by key, as in `rail:newChat`. They are shown as text: no markup in them is understood. */
const languageWords = z.record(
  z.string().max(120),
  z
    .string()
    .max(4000)
    .refine((text) => !/\p{Cc}/u.test(text.replaceAll(/[\n\t]/g, ''))),
)

/** A language that the person added. */
export const languageRow = z.object({
  tag: languageTag,
  /** In its own words: who lands in a foreign one has to find the way back. */
  name: z.string().trim().min(1).max(60),
  direction: z.enum(['ltr', 'rtl']),
  words: json(languageWords),
  added_at: time,
})
export type LanguageRow = z.infer<typeof languageRow>

/** What is handed on to be translated, and comes back. */
export const languageFile = languageRow
  .pick({ tag: true, name: true, direction: true })
  .extend({ format: z.literal('hearth.language'), version: z.literal(1), words: languageWords })
export type LanguageFile = z.infer<typeof languageFile>

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
