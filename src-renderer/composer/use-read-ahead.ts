import { useRef } from 'react'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { usePage } from '../use-page.ts'

export interface TypedFor {
  /** The conversation's id, or `new`. */
  readonly owner: string
  readonly row: ConversationRow | undefined
  /** What it answers from. */
  readonly collectionIds: readonly string[]
}

/** With the first letter of a question the core gets ready for it: once for each, and again when what it is asked of changes. */
export function useReadAhead({ owner, row, collectionIds }: TypedFor): (text: string) => void {
  const { link, choices, personas, models } = usePage()
  const told = useRef({ owner, asked: '' })
  if (told.current.owner !== owner) told.current = { owner, asked: '' }
  return (text) => {
    if (text.trim() === '') return
    const typing = {
      conversation_id: owner === 'new' ? null : owner,
      persona_id: row ? undefined : personas.getState().newPersonaId,
      collection_ids: [...collectionIds],
      think: choices.getState().think,
    }
    const asked = JSON.stringify([typing, row?.selected_leaf_id, row?.model_id, row?.persona_id])
    if (asked === told.current.asked) return
    told.current = { owner, asked }
    // It only saves time; what is wrong is told with the question.
    link.api.chat
      .prepare(typing)
      .then(() => models.getState().rereadMemory())
      .catch(() => undefined)
  }
}
