import './pdf.css'
import { useCallback, useRef, useState } from 'react'
import type { TextRange } from '../../../src-shared/find/match-terms.ts'
import type { Source } from '../../../src-shared/rows/message.ts'
import { useWords } from '../../language/use-words.ts'
import { Opening } from '../opening.tsx'
import type { Excerpt, Undrawn } from '../source-store.ts'
import { Steps } from '../steps.tsx'
import { ViewerFoot } from '../viewer-foot.tsx'
import { landingOf, marksOn, pageAt } from './page-marks.ts'
import { PdfPage } from './pdf-page.tsx'
import { useFrameWidth } from './use-frame-width.ts'
import { usePageList, usualRatio } from './use-page-list.ts'
import { type ShownPdf, usePdf } from './use-pdf.ts'

export interface PdfPagesProps {
  readonly excerpt: Excerpt
  readonly source: Source
  readonly sentence: TextRange | undefined
  /** The kept text has to stand in. */
  readonly onUndrawn: (reason: Undrawn) => void
}

/** The pages of the original, open at the passage. */
export function PdfPages(props: PdfPagesProps) {
  const shown = usePdf(props.excerpt, props.onUndrawn)
  if (shown === null) return <Opening />
  return <OpenPages {...props} shown={shown} />
}

function OpenPages({ excerpt, source, sentence, onUndrawn, shown }: PdfPagesProps & { readonly shown: ShownPdf }) {
  const t = useWords('sources')
  const { pdf, pages, printed } = shown
  const frame = useRef<HTMLElement>(null)
  const widthPx = Math.round(useFrameWidth(frame) / (printed.right - printed.left))
  const [landed, setLanded] = useState<Excerpt | null>(null)
  const of = pdf.proxy.numPages
  const target = Math.min(of, pageAt(pages, landingOf({ source, sentence, at: excerpt.at })))
  const { list, at } = usePageList(frame, { of, widthPx, target, excerpt, left: printed.left })
  const onLanded = useCallback(() => setLanded(excerpt), [excerpt])
  const step = (by: 1 | -1): void => list.scrollToIndex(at - 1 + by, { align: 'start' })
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it */}
      <section ref={frame} className="viewer-page pages" aria-label={t('pages')} tabIndex={0}>
        <div className="sheet" style={{ height: list.getTotalSize(), width: widthPx }}>
          {widthPx === 0
            ? null
            : list.getVirtualItems().map(({ index, key, start }) => {
                const range = pages[index]
                return (
                  <div
                    key={key}
                    data-index={index}
                    ref={list.measureElement}
                    className="place"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <PdfPage
                      pdf={pdf}
                      documentId={excerpt.document.id}
                      number={index + 1}
                      marks={range && marksOn(range, { source, sentence, at: excerpt.at })}
                      widthPx={widthPx}
                      usualRatio={usualRatio}
                      isLanding={landed !== excerpt && index + 1 === target}
                      onLanded={onLanded}
                      onFault={() => onUndrawn('undrawable')}
                    />
                  </div>
                )
              })}
        </div>
      </section>
      <ViewerFoot document={excerpt.document}>
        <Steps
          words={{ previous: t('pageSteps.previous'), next: t('pageSteps.next'), at: t('pageSteps.at', { at, of }) }}
          place={{ at, of }}
          onStep={step}
        />
      </ViewerFoot>
    </>
  )
}
