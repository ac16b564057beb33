import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import type { Source } from '../../src-shared/rows/message.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { cleanText } from './clean-text.ts'
import { sourceTitle, useSourceWords } from './source-words.ts'

/** Steps through the sources of the answer, and takes the passage along. */
export function SourceBar({ source }: { readonly source: Source }) {
  const { sources: store } = usePage()
  const words = useSourceWords()
  const { t } = words
  const of = useStore(store, ({ sources }) => sources.length)
  const at = useStore(store, ({ number }) => number)
  const kind = useStore(store, ({ excerpt }) => excerpt?.document.kind)
  const pieces = cleanText(source.text, { isMarkdown: kind === 'markdown', headings: [] })
  const passage = pieces.map(({ text }) => text).join('')
  return (
    <div className="pager">
      <Steps
        words={{ previous: t('source.previous'), next: t('source.next'), at: t('source.at', { at, of }) }}
        place={{ at, of }}
        onStep={(by) => void store.getState().step(by)}
      />
      <span className="push">
        <CopyButton text={`“${passage.trim()}”\n${sourceTitle(words, source)}`} label={t('copy')} />
      </span>
    </div>
  )
}

interface StepsProps {
  readonly words: { readonly previous: string; readonly next: string; readonly at: string }
  readonly place: { readonly at: number; readonly of: number }
  readonly onStep: (by: 1 | -1) => void
}

export function Steps({ words, place: { at, of }, onStep }: StepsProps) {
  return (
    <>
      <button type="button" className="icon-button" aria-label={words.previous} disabled={at <= 1} onClick={() => onStep(-1)}>
        <ChevronLeft />
      </button>
      <span>{words.at}</span>
      <button type="button" className="icon-button" aria-label={words.next} disabled={at >= of} onClick={() => onStep(1)}>
        <ChevronRight />
      </button>
    </>
  )
}
