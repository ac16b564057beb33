import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import type { Source } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'
import { KeptText } from './kept-text.tsx'
import { Opening } from './opening.tsx'
import type * as pdfPages from './pdf/pdf-pages.tsx'
import type { Excerpt, SourceState } from './source-store.ts'
import { useSentence } from './use-sentence.ts'

const onDemand = import.meta.glob<typeof pdfPages.PdfPages>('./pdf/pdf-pages.tsx', { import: 'PdfPages' })

/** What draws PDF files is half as large as the rest of the page, and comes with the first of them: a chunk of its own. */
const PdfPages = lazy(async () => {
  const [load] = Object.values(onDemand)
  if (!load) throw new Error('the page was built without what draws PDF files')
  return { default: await load() }
})

export interface SourceBodyProps {
  readonly excerpt: Excerpt
  readonly source: Source
}

/** The pages of the file where it has any and is still the one that was read; else what was read. */
export function SourceBody({ excerpt, source }: SourceBodyProps) {
  const { sources: store } = usePage()
  const hasPages = useStore(store, (state) => state.hasPages)
  const undrawn = useStore(store, (state) => state.undrawn)
  const sentence = useSentence(source)
  if (!hasPages) return <KeptText excerpt={excerpt} source={source} sentence={sentence} notice={noticeOf(excerpt, undrawn)} />
  const { id, content_hash: hash } = excerpt.document
  return (
    <Suspense fallback={<Opening />}>
      <PdfPages
        key={`${id} ${hash}`}
        excerpt={excerpt}
        source={source}
        sentence={sentence}
        onUndrawn={store.getState().cannotDraw}
      />
    </Suspense>
  )
}

function noticeOf({ document, original }: Excerpt, undrawn: SourceState['undrawn']) {
  if (original === 'unchanged') return undrawn ?? undefined
  // Of other documents the kept text is all that there is to see.
  if (original === 'none') return document.kind === 'pdf' ? ('handedOver' as const) : undefined
  return original
}
