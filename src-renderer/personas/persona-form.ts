import { z } from 'zod'
import type { PersonaInput } from '../../src-shared/desktop/personas.ts'
import { entityId } from '../../src-shared/rows/columns.ts'
import { type PersonaRow, personaRow } from '../../src-shared/rows/persona.ts'
import type { Words } from '../language/use-words.ts'

/** A persona as it is written: one that does not exist yet has no id. */
export type PersonaDraft = Omit<PersonaInput, 'id'> & { readonly id?: string }

/** As far as it is written: it may have no name yet. */
export const writtenPersona: z.ZodType<PersonaDraft> = personaRow
  .omit({ position: true, created_at: true, updated_at: true })
  .extend({ id: entityId.exactOptional(), name: z.string() })

export type ChangeDraft = (change: Partial<PersonaDraft>) => void

export const emptyDraft: PersonaDraft = {
  name: '',
  icon: 'drama',
  system_prompt: '',
  model_id: null,
  think: null,
  temperature: null,
  top_p: null,
  top_k: null,
  collection_ids: null,
}

export const draftOf = ({ position: _, created_at: __, updated_at: ___, ...fields }: PersonaRow): PersonaDraft => fields

const longestName = 60

/** The same under a name that is free. */
export function copyOf(t: Words<'personas'>, row: PersonaRow, taken: readonly PersonaRow[]): PersonaDraft {
  const { id: _, ...draft } = draftOf(row)
  return { ...draft, name: freeName(t('copyName', { name: row.name }).slice(0, longestName), taken) }
}

function freeName(wanted: string, taken: readonly PersonaRow[]): string {
  const names = new Set(taken.map(({ name }) => name.toLowerCase()))
  let name = wanted
  for (let n = 2; names.has(name.toLowerCase()); n++) name = `${wanted.slice(0, longestName - 4)} ${n}`
  return name
}

export const isNameTaken = ({ id, name }: PersonaDraft, rows: readonly PersonaRow[]): boolean =>
  rows.some((row) => row.id !== id && row.name.toLowerCase() === name.trim().toLowerCase())

export const isComplete = ({ name }: PersonaDraft): boolean => name.trim() !== ''
