import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { defaultChatModel } from '../models/model-store.ts'
import { usePersona } from '../personas/use-persona.ts'
import { usePage } from '../use-page.ts'

export interface ChatModelChoice {
  readonly entries: readonly ModelEntry[]
  /** Those that can answer now. */
  readonly ready: readonly ModelEntry[]
  /** The one that answers in the open chat. */
  readonly model: ModelEntry | undefined
}

export function useChatModel(): ChatModelChoice {
  const { models, thread, conversations } = usePage()
  const entries = useStore(models, (state) => state.entries)
  const conversationId = useStore(thread, (state) => state.conversationId)
  const forNew = useStore(thread, (state) => state.newModelId)
  const chosen = useStore(conversations, ({ rows }) => rows.get(conversationId ?? '')?.model_id ?? null)
  const ready = entries.filter(({ role, row }) => role === 'chat' && row?.status === 'ready')
  const persona = usePersona()
  const wanted = (conversationId === null ? forNew : chosen) ?? persona?.model_id
  return { entries, ready, model: ready.find(({ id }) => id === wanted) ?? defaultChatModel(entries) }
}
