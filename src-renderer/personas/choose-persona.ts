import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import type { Page } from '../create-page.ts'

type Stores = Pick<Page, 'personas' | 'conversations' | 'thread' | 'choices' | 'toasts'>

/** Answers the open chat, or the one that does not exist yet, by this persona; null by the settings alone. */
export function choosePersona({ personas, conversations, thread, choices, toasts }: Stores, persona: PersonaRow | null): void {
  const { conversationId } = thread.getState()
  const collections = persona?.collection_ids ?? undefined
  if (typeof persona?.think === 'boolean') choices.getState().setThink(persona.think)
  if (conversationId === null) {
    personas.getState().chooseForNew(persona?.id ?? null)
    if (collections) choices.getState().setNewCollections(collections)
    return
  }
  const choice = { persona_id: persona?.id ?? null, ...(collections ? { collection_ids: collections } : {}) }
  void toasts.getState().attempt(() => conversations.getState().choose(conversationId, choice))
}

/** Opens a new chat that is answered by it. */
export function startChatWith(page: Stores & Pick<Page, 'place'>, persona: PersonaRow): void {
  page.place.getState().go({ page: 'chat', conversationId: null })
  page.personas.getState().chooseForNew(persona.id)
  if (persona.collection_ids) page.choices.getState().setNewCollections(persona.collection_ids)
  if (persona.think !== null) page.choices.getState().setThink(persona.think)
}
