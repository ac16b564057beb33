import { type PDFPageProxy, TextLayer } from 'pdfjs-dist'
import { type RefObject, useEffect, useState } from 'react'

/** The pieces of text of a page, each with the element that lies where it is drawn. */
export interface PageText {
  readonly drawn: readonly string[]
  readonly elements: readonly HTMLElement[]
}

/** Lays the page's words over its picture: to be read aloud, chosen and copied, and to find the places of marks. */
export function usePageText(
  layer: RefObject<HTMLElement | null>,
  page: PDFPageProxy | null,
  onFault: () => void,
): PageText | null {
  const [text, setText] = useState<PageText | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told of a fault does not change the text
  useEffect(() => {
    const container = layer.current
    if (page === null || container === null) return
    const reading = new AbortController()
    const read = async (): Promise<void> => {
      const textContentSource = await page.getTextContent()
      if (reading.signal.aborted) return
      const laid = new TextLayer({ textContentSource, container, viewport: page.getViewport({ scale: 1 }) })
      await laid.render()
      if (!reading.signal.aborted) setText({ drawn: laid.textContentItemsStr, elements: laid.textDivs })
    }
    read().catch(() => {
      if (!reading.signal.aborted) onFault()
    })
    return () => {
      reading.abort()
      container.replaceChildren()
      setText(null)
    }
  }, [layer, page])
  return text
}
