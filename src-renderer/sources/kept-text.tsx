import { useLayoutEffect, useRef } from 'react'
import type { TextRange } from '../../src-shared/find/match-terms.ts'
import type { Source } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { MarkedText } from './marked-text.tsx'
import type { Excerpt } from './source-store.ts'
import { ViewerFoot } from './viewer-foot.tsx'

export interface KeptTextProps {
  readonly excerpt: Excerpt
  readonly source: Source
  readonly sentence: TextRange | undefined
  /** Why it is not the document itself that is shown. */
  readonly notice: 'changed' | 'missing' | 'undrawable' | 'handedOver' | undefined
}

export function KeptText({ excerpt, source, sentence, notice }: KeptTextProps) {
  const t = useWords('sources')
  const text = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each excerpt has its own place to be at
  useLayoutEffect(() => {
    const place = text.current?.querySelector('.here') ?? text.current?.querySelector('.sentence, mark')
    // In braces: it returns a promise in newer browsers, and an effect may return nothing but its clean-up.
    void place?.scrollIntoView({ block: 'center' })
  }, [excerpt])
  return (
    <>
      {notice === undefined ? null : <p className="cap">{t(notice)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it */}
      <section ref={text} className="viewer-page" aria-label={t('text')} tabIndex={0}>
        <MarkedText excerpt={excerpt} source={source} sentence={sentence} />
      </section>
      <ViewerFoot document={excerpt.document} />
    </>
  )
}
