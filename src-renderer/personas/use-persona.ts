import { useStore } from 'zustand'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import { usePage } from '../use-page.ts'

/** What the open chat is answered by. */
export function usePersona(): PersonaRow | undefined {
  const { personas, thread, conversations } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const chosen = useStore(conversations, ({ rows }) => rows.get(conversationId ?? '')?.persona_id ?? null)
  const forNew = useStore(personas, (state) => state.newPersonaId)
  const rows = useStore(personas, (state) => state.rows)
  const id = conversationId === null ? forNew : chosen
  return rows.find((row) => row.id === id)
}
