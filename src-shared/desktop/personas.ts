import { z } from 'zod'
import { entityId } from '../rows/columns.ts'
import { personaRow } from '../rows/persona.ts'
import { call } from '../rpc/contract.ts'

const id = z.object({ id: entityId })
const persona = personaRow.omit({ position: true, created_at: true, updated_at: true })

export const personas = {
  /** In the person's order. */
  list: call(z.void(), z.array(personaRow)),
  /** Makes it, or replaces what is known under this id. */
  put: call(persona, personaRow),
  /** Moves it to this place in the order, 0 being the first. */
  move: call(z.object({ id: entityId, position: z.int().nonnegative() }), z.array(personaRow)),
  /** Chats that use it are kept and use none from then on: so many. */
  remove: call(id, z.object({ conversations: z.int() })),
  /** Chats that use it now, those in the trash included. */
  use: call(id, z.object({ conversations: z.int() })),
}

export type PersonaInput = z.output<typeof persona>

export const personaError = {
  unknown: 'personas.unknown',
  nameTaken: 'personas.name_taken',
} as const
