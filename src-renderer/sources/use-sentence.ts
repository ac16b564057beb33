import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TextRange } from '../../src-shared/find/match-terms.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'
import { answeringSentence, citedClaims } from './answering-sentence.ts'

/** What the answer took from the passage; undefined where there is no answer or nothing stands out. */
export function useSentence(source: Source): TextRange | undefined {
  const { sources: store, thread } = usePage()
  const messageId = useStore(store, (state) => state.messageId)
  const number = useStore(store, (state) => state.number)
  const answer = useStore(thread, ({ items }) => items.find(({ id }) => id === messageId)?.text ?? '')
  return useMemo(() => answeringSentence(source.text, citedClaims(answer, number)), [source, answer, number])
}
