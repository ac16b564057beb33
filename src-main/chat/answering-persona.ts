import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import type { ChatDeps, ChatModel } from './chat-deps.ts'
import { findConversation } from './conversations.ts'

type Deps = Pick<ChatDeps, 'db' | 'settings' | 'persona'>

/** What a chat is answered by; undefined: by the settings alone. */
export function personaOf({ db, persona }: Deps, conversationId: string): PersonaRow | undefined {
  const id = findConversation(db, conversationId)?.persona_id
  return id ? persona(id) : undefined
}

/** The person's general words first, then those of the persona. */
export const systemPromptOf = ({ settings }: Pick<Deps, 'settings'>, persona: PersonaRow | undefined): string =>
  [settings().system_prompt, persona?.system_prompt ?? '']
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n\n')

export function samplingOf({ settings }: Pick<Deps, 'settings'>, model: ChatModel, persona: PersonaRow | undefined) {
  // The demo model's answer is arithmetic: every temperature gives it, zero gives it surely.
  if (model.quotesOnly) return { temperature: 0 }
  const { temperature, top_p, top_k } = { ...settings(), ...model.chosen }
  return {
    temperature: persona?.temperature ?? temperature,
    top_p: persona?.top_p ?? top_p,
    top_k: persona?.top_k ?? top_k,
  }
}

export interface ModelWish {
  readonly conversationId: string
  /** What was asked for this answer. */
  readonly modelId: string | undefined
  /** Of a chat that does not exist yet. */
  readonly personaId?: string | null | undefined
}

/** The model asked for, else the chat's, else its persona's, else the default. Errors: those of `chatModel`. */
export function modelFor(deps: ChatDeps, { conversationId, modelId, personaId }: ModelWish): ChatModel {
  const conversation = findConversation(deps.db, conversationId)
  const wanted = modelId ?? conversation?.model_id
  if (wanted) return deps.chatModel(wanted)
  const persona = conversation ? personaOf(deps, conversationId) : personaId ? deps.persona(personaId) : undefined
  return deps.chatModel(persona?.model_id ?? undefined)
}
