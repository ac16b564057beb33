import { useLayoutEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { Source } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { answeringSentence, citedClaims } from './answering-sentence.ts'
import { MarkedText } from './marked-text.tsx'
import type { Excerpt } from './source-store.ts'

export interface KeptTextProps {
  readonly excerpt: Excerpt
  readonly source: Source
}

export function KeptText({ excerpt, source }: KeptTextProps) {
  const t = useWords('sources')
  const sentence = useSentence(source)
  const text = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each excerpt has its own place to be at
  useLayoutEffect(() => {
    const place = text.current?.querySelector('.here') ?? text.current?.querySelector('.sentence, mark')
    // In braces: it returns a promise in newer browsers, and an effect may return nothing but its clean-up.
    void place?.scrollIntoView({ block: 'center' })
  }, [excerpt])
  const { original } = excerpt
  return (
    <>
      {original === 'changed' || original === 'missing' ? <p className="cap">{t(original)}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it */}
      <section ref={text} className="viewer-page" aria-label={t('text')} tabIndex={0}>
        <MarkedText excerpt={excerpt} source={source} sentence={sentence} />
      </section>
    </>
  )
}

/** What the answer took from the passage; undefined where there is no answer or nothing stands out. */
function useSentence(source: Source) {
  const { sources: store, thread } = usePage()
  const messageId = useStore(store, (state) => state.messageId)
  const number = useStore(store, (state) => state.number)
  const answer = useStore(thread, ({ items }) => items.find(({ id }) => id === messageId)?.text ?? '')
  return useMemo(() => answeringSentence(source.text, citedClaims(answer, number)), [source, answer, number])
}
