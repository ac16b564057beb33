import { useRef } from 'react'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { Api } from '../api.ts'
import { usePage } from '../use-page.ts'

type Typing = Parameters<Api['chat']['prepare']>[0]

export interface TypedFor {
  /** The conversation's id, or `new`. */
  readonly owner: string
  readonly row: ConversationRow | undefined
  /** What it answers from. */
  readonly collectionIds: readonly string[]
  /** Not while it could not be sent. */
  readonly isFree: boolean
}

/** What was got ready may be gone again, for a model leaves memory when nobody asks it; where nothing was to be done there may be soon. */
const lastsMs = { ready: 60_000, nothing: 3_000 }

/** With the first letter of a question the core gets ready for it, and again when what it is asked of changes or a while has passed. */
export function useReadAhead({ owner, row, collectionIds, isFree }: TypedFor): (text: string) => void {
  const { link, choices, personas, models, thread } = usePage()
  const told = useRef({ asked: '', untilMs: 0 })

  async function prepare(typing: Typing): Promise<void> {
    try {
      const isReady = await link.api.chat.prepare(typing)
      if (!isReady) told.current.untilMs = performance.now() + lastsMs.nothing
      await models.getState().rereadMemory()
    } catch {
      // It only saves time; what is wrong is told with the question.
    }
  }

  return (text) => {
    if (!isFree || text.trim() === '') return
    const { newModelId } = thread.getState()
    const forNew = { persona_id: personas.getState().newPersonaId, ...(newModelId === null ? {} : { model_id: newModelId }) }
    const typing = {
      conversation_id: owner === 'new' ? null : owner,
      ...(row ? {} : forNew),
      collection_ids: [...collectionIds],
      think: choices.getState().think,
    }
    const asked = JSON.stringify([typing, row?.selected_leaf_id, row?.model_id, row?.persona_id])
    const now = performance.now()
    if (asked === told.current.asked && now < told.current.untilMs) return
    told.current = { asked, untilMs: now + lastsMs.ready }
    void prepare(typing)
  }
}
