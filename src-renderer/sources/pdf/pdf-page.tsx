import type { PDFPageProxy } from 'pdfjs-dist'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../../language/use-words.ts'
import type { Box } from './mark-bands.ts'
import type { OpenPdf } from './open-pdf.ts'
import type { MarkedPage } from './use-page-bands.ts'
import { usePageBands } from './use-page-bands.ts'
import { usePageCanvas } from './use-page-canvas.ts'
import { usePageText } from './use-page-text.ts'
import { within } from './within.ts'

export interface PdfPageProps extends MarkedPage {
  readonly pdf: OpenPdf
  readonly widthPx: number
  /** Height over width until the page itself is known. */
  readonly usualRatio: number
  /** Brings the marked place into view, once. */
  readonly isLanding: boolean
  readonly onLanded: () => void
  readonly onFault: () => void
}

/** One page as it is printed, with its words over it and the marks between. It stays white in the dark. */
export function PdfPage({ pdf, widthPx, usualRatio, isLanding, onLanded, onFault, ...marked }: PdfPageProps) {
  const t = useWords('sources')
  const picture = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const page = usePdfPage(pdf, marked.number, onFault)
  const text = usePageText(layer, page, onFault)
  const bands = usePageBands(layer, text, marked)
  usePageCanvas(picture, page, { widthPx, onFault })
  const article = useRef<HTMLElement>(null)
  useEffect(() => {
    const place = isLanding && bands ? article.current?.querySelector('.here, .sentence, .passage') : null
    if (!place) return
    void place.scrollIntoView({ block: 'center' })
    onLanded()
  }, [isLanding, bands, onLanded])
  const size = page?.getViewport({ scale: 1 })
  useLayoutEffect(() => {
    if (size) article.current?.style.setProperty('--total-scale-factor', String(widthPx / size.width))
  })
  const height = Math.round(widthPx * (size ? size.height / size.width : usualRatio))
  return (
    <article
      ref={article}
      className="pdf-page"
      data-theme="light"
      aria-label={t('pageOf', { page: marked.number })}
      style={{ width: widthPx, height }}
    >
      <div ref={picture} className="picture" aria-hidden="true" />
      <div className="bands" aria-hidden="true">
        <Bands boxes={bands?.passage} kind={bands?.sentence.length ? 'passage soft' : 'passage'} />
        <Bands boxes={bands?.sentence} kind="sentence" />
        <Bands boxes={bands?.here} kind="here" />
      </div>
      <div ref={layer} className="words" />
    </article>
  )
}

function Bands({ boxes = [], kind }: { readonly boxes: readonly Box[] | undefined; readonly kind: string }) {
  return boxes.map(({ left, top, right, bottom }) => (
    <span
      key={`${left} ${top}`}
      className={kind}
      style={{ left: share(left), top: share(top), width: share(right - left), height: share(bottom - top) }}
    />
  ))
}

const share = (part: number): string => `${(part * 100).toFixed(3)}%`

const pageLimitMs = 20_000

function usePdfPage({ proxy }: OpenPdf, number: number, onFault: () => void): PDFPageProxy | null {
  const [page, setPage] = useState<PDFPageProxy | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told of a fault does not change the page
  useEffect(() => {
    const asking = new AbortController()
    const { signal } = asking
    within(proxy.getPage(number), { limitMs: pageLimitMs, signal }).then(setPage, () => {
      if (!signal.aborted) onFault()
    })
    return () => {
      asking.abort()
      setPage((shown) => {
        shown?.cleanup()
        return null
      })
    }
  }, [proxy, number])
  return page
}
