import type { Words } from '../language/use-words.ts'
import { emptyDraft, type PersonaDraft } from './persona-form.ts'

const starting = [
  { key: 'editor', icon: 'feather', temperature: 0.3 },
  { key: 'translator', icon: 'languages', temperature: 0.3 },
  { key: 'explainer', icon: 'graduation', temperature: null },
  { key: 'researcher', icon: 'compass', temperature: 0.2 },
  { key: 'programmer', icon: 'terminal', temperature: 0.2 },
] as const

export interface StartingPersona {
  readonly says: string
  readonly draft: PersonaDraft
}

/** Personas to begin with, in the language of the page; they are the person's own once added. */
export const startingPersonas = (t: Words<'personas'>): StartingPersona[] =>
  starting.map(({ key, icon, temperature }) => ({
    says: t(`starting.${key}.says`),
    draft: { ...emptyDraft, name: t(`starting.${key}.name`), system_prompt: t(`starting.${key}.prompt`), icon, temperature },
  }))
