import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useCollections } from '../composer/use-collections.ts'
import { usePersona } from '../personas/use-persona.ts'
import { useChatModel } from '../thread/use-chat-model.ts'
import { usePage } from '../use-page.ts'
import type { MeasureQuery } from './context-store.ts'

/** Typing waits this long before it is counted. */
const pauseMs = 250

/** Has what the next prompt holds counted again after each answer and whatever else changes it. */
export function useMeasure(): void {
  const { context, link } = usePage()
  const query = useQuery()
  const revision = useRevision()
  const isConnected = useStore(link.state, ({ status }) => status === 'connected')
  const key = JSON.stringify(query)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is in the key and the revision
  useEffect(() => {
    if (!isConnected) return
    const controller = new AbortController()
    // A figure that could not be had now comes with the next change.
    const measure = (): void =>
      void context
        .getState()
        .measure(query, controller.signal)
        .catch(() => {})
    const timer = setTimeout(measure, pauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key, revision, isConnected, context])
}

function useQuery(): MeasureQuery {
  const { thread, conversations, drafts, choices } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const row = useStore(conversations, ({ rows }) => rows.get(conversationId ?? ''))
  const draft = useStore(drafts, ({ texts }) => texts[conversationId ?? 'new'] ?? '')
  const think = useStore(choices, (state) => state.think)
  const persona = usePersona()
  const { ids } = useCollections(row)
  return { conversation_id: conversationId, persona_id: persona?.id ?? null, collection_ids: [...ids], draft, think }
}

/** Changes when something in the core does that the answer depends on. While an answer is written its words are not counted. */
function useRevision(): string {
  const { thread, models, personas, settings, context, conversations } = usePage()
  const { model } = useChatModel()
  const last = useStore(thread, ({ items }) => {
    const item = items.at(-1)
    return item?.status === 'writing' ? 'writing' : `${item?.id} ${item?.updated_at}`
  })
  const loaded = useStore(models, ({ inMemory }) => `${inMemory?.id} ${inMemory?.state} ${inMemory?.context_size}`)
  const persona = useStore(personas, ({ rows }) => rows.map(({ updated_at }) => updated_at).join())
  const chosen = useStore(settings, (state) => `${state.settings.system_prompt} ${state.settings.max_answer_tokens}`)
  const summaries = useStore(context, (state) => state.revision)
  const conversationId = useStore(thread, (state) => state.conversationId)
  const leaf = useStore(conversations, ({ rows }) => rows.get(conversationId ?? '')?.selected_leaf_id)
  return [model?.id, last, loaded, persona, chosen, summaries, leaf].join('/')
}
