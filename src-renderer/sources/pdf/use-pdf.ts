import { useEffect, useState } from 'react'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import type { DocumentRow } from '../../../src-shared/rows/knowledge.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { usePage } from '../../use-page.ts'
import { fetchOriginal } from './fetch-original.ts'
import { type OpenPdf, openPdf } from './open-pdf.ts'
import type { PageRange } from './page-marks.ts'

export interface ShownPdf {
  readonly pdf: OpenPdf
  /** Where the pages lie in the kept text. */
  readonly pages: readonly PageRange[]
}

/** Why the pages are not shown and the kept text is. */
export type Undrawn = 'changed' | 'missing' | 'undrawable'

/** The document's own file, open as long as it is shown; null until it is. */
export function usePdf(document: DocumentRow, onUndrawn: (reason: Undrawn) => void): ShownPdf | null {
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
      setShown({ pdf, pages })
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
