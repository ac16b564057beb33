import { useEffect, useState } from 'react'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { usePage } from '../../use-page.ts'
import type { Excerpt, Undrawn } from '../source-store.ts'
import { fetchOriginal } from './fetch-original.ts'
import { type OpenPdf, openPdf } from './open-pdf.ts'
import { type PageRange, pageAt } from './page-marks.ts'
import { type PrintedPart, printedPart } from './printed-part.ts'
import { within } from './within.ts'

export interface ShownPdf {
  readonly pdf: OpenPdf
  /** Where the pages lie in the kept text. */
  readonly pages: readonly PageRange[]
  /** Of the page that it was opened at. */
  readonly printed: PrintedPart
}

const pageLimitMs = 20_000

/** The document's own file, open as long as it is shown; null until it is. */
export function usePdf(
  { document, at }: Pick<Excerpt, 'document' | 'at'>,
  onUndrawn: (reason: Undrawn) => void,
): ShownPdf | null {
  const { link } = usePage()
  const [shown, setShown] = useState<ShownPdf | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each content of each document
  useEffect(() => {
    const opening = new AbortController()
    const { signal } = opening
    let opened: OpenPdf | undefined
    const open = async (): Promise<void> => {
      const [bytes, pages] = await Promise.all([
        fetchOriginal(link.api, document, signal),
        link.api.documents.pages({ id: document.id }, signal),
      ])
      const pdf = await openPdf(bytes, signal)
      if (signal.aborted) return pdf[Symbol.dispose]()
      opened = pdf
      const number = Math.min(pdf.proxy.numPages, pageAt(pages, at[0]))
      const printed = await within(pdf.proxy.getPage(number).then(printedPart), { limitMs: pageLimitMs, signal })
      setShown({ pdf, pages, printed })
    }
    open().catch((error: unknown) => {
      if (!signal.aborted) onUndrawn(reasonOf(error))
    })
    return () => {
      opening.abort()
      opened?.[Symbol.dispose]()
      setShown(null)
    }
  }, [document.id, document.content_hash, link])
  return shown
}

function reasonOf(error: unknown): Undrawn {
  if (!(error instanceof AppError)) return 'undrawable'
  if (error.code === knowledgeError.originalChanged) return 'changed'
  return error.code === knowledgeError.originalMissing ? 'missing' : 'undrawable'
}
