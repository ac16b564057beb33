import { useStore } from 'zustand'
import type { Source } from '../../src-shared/rows/message.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { cleanText, formatOf } from './clean-text.ts'
import { sourceTitle, useSourceWords } from './source-words.ts'
import { Steps } from './steps.tsx'

/** Steps through the sources of the answer, and takes the passage along. */
export function SourceBar({ source }: { readonly source: Source }) {
  const { sources: store } = usePage()
  const words = useSourceWords()
  const { t } = words
  const of = useStore(store, ({ sources }) => sources.length)
  const at = useStore(store, ({ number }) => number)
  const kind = useStore(store, ({ excerpt }) => excerpt?.document.kind)
  const pieces = cleanText(source.text, { ...formatOf(kind), headings: new Set() })
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
