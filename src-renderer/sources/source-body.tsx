import { lazy, Suspense, useState } from 'react'
import type { Source } from '../../src-shared/rows/message.ts'
import { KeptText } from './kept-text.tsx'
import { Opening } from './opening.tsx'
import type { Excerpt } from './source-store.ts'
import { useSentence } from './use-sentence.ts'

/** What draws PDF files is as large as the rest of the page, and comes with the first of them. */
const PdfPages = lazy(async () => ({ default: (await import('./pdf/pdf-pages.tsx')).PdfPages }))

export interface SourceBodyProps {
  readonly excerpt: Excerpt
  readonly source: Source
}

/** The pages of the file where there are any and it is still the one that was read; else what was read. */
export function SourceBody({ excerpt, source }: SourceBodyProps) {
  const { document } = excerpt
  return <Body key={`${document.id} ${document.content_hash}`} excerpt={excerpt} source={source} />
}

function Body({ excerpt, source }: SourceBodyProps) {
  const sentence = useSentence(source)
  const [undrawn, setUndrawn] = useState<'changed' | 'missing' | 'undrawable'>()
  const { document, original } = excerpt
  const isPdf = document.kind === 'pdf'
  if (isPdf && original === 'unchanged' && undrawn === undefined) {
    return (
      <Suspense fallback={<Opening />}>
        <PdfPages excerpt={excerpt} source={source} sentence={sentence} onUndrawn={setUndrawn} />
      </Suspense>
    )
  }
  const handedOver = isPdf ? ('handedOver' as const) : undefined
  const notice = original === 'none' ? handedOver : original === 'unchanged' ? undrawn : original
  return <KeptText excerpt={excerpt} source={source} sentence={sentence} notice={notice} />
}
