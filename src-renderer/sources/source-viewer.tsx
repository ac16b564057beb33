import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { usePage } from '../use-page.ts'
import type { Excerpt } from './source-store.ts'
import { sourcePlace } from './source-words.ts'

const originals: Readonly<Record<Excerpt['original'], string>> = {
  unchanged: '',
  none: '',
  changed: 'The file has changed since it was read. This is what was read.',
  missing: 'The file is no longer where it was. This is what was read.',
}

/** The kept text of a document, with the cited passage marked. */
export function SourceViewer() {
  const { sources: store } = usePage()
  const sources = useStore(store, (state) => state.sources)
  const number = useStore(store, (state) => state.number)
  const excerpt = useStore(store, (state) => state.excerpt)
  const fault = useStore(store, (state) => state.fault)
  const source = sources[number - 1]
  if (!source) return null
  const place = sourcePlace(source)
  return (
    <aside
      className="viewer"
      aria-label="Source"
      onKeyDown={(event) => {
        if (event.key === 'Escape') store.getState().close()
      }}
    >
      <h2>
        <span className="cut">{[source.document, place].filter((part) => part !== '').join(' · ')}</span>
        <button type="button" className="icon-button" aria-label="Close" onClick={store.getState().close}>
          <X />
        </button>
      </h2>
      {fault ? <p className="notice">{errorSentence(fault)}</p> : null}
      {excerpt ? <Page excerpt={excerpt} /> : <div className="viewer-page" />}
      <SourcePager number={number} total={sources.length} onStep={(by) => void store.getState().step(by)} />
    </aside>
  )
}

function Page({ excerpt }: { readonly excerpt: Excerpt }) {
  const mark = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each excerpt has its own mark
  useLayoutEffect(() => {
    // In braces: it returns a promise in newer browsers, and an effect may return nothing but its clean-up.
    void mark.current?.scrollIntoView({ block: 'center' })
  }, [excerpt])
  const says = originals[excerpt.original]
  return (
    <>
      {says === '' ? null : <p className="cap">{says}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it */}
      <section className="viewer-page" aria-label="Kept text" tabIndex={0}>
        {excerpt.before}
        <mark ref={mark}>{excerpt.passage}</mark>
        {excerpt.after}
      </section>
    </>
  )
}

interface SourcePagerProps {
  readonly number: number
  readonly total: number
  readonly onStep: (by: 1 | -1) => void
}

function SourcePager({ number, total, onStep }: SourcePagerProps) {
  return (
    <div className="pager">
      <button
        type="button"
        className="icon-button"
        aria-label="Previous source"
        disabled={number <= 1}
        onClick={() => onStep(-1)}
      >
        <ChevronLeft />
      </button>
      <span>
        {number} of {total}
      </span>
      <button type="button" className="icon-button" aria-label="Next source" disabled={number >= total} onClick={() => onStep(1)}>
        <ChevronRight />
      </button>
    </div>
  )
}
