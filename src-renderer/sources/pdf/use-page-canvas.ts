import { type PDFPageProxy, RenderingCancelledException } from 'pdfjs-dist'
import { type RefObject, useEffect } from 'react'

/** Device pixels of one page; a larger one is drawn coarser. */
const mostPixels = 16_000_000

/** Draws the page sharply at this width into the frame, over the coarser drawing that may stand there. */
export function usePageCanvas(
  frame: RefObject<HTMLElement | null>,
  page: PDFPageProxy | null,
  { widthPx, onFault }: { readonly widthPx: number; readonly onFault: () => void },
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told of a fault does not change the drawing
  useEffect(() => {
    if (page === null || widthPx === 0) return
    const { width, height } = page.getViewport({ scale: 1 })
    const wanted = (widthPx / width) * devicePixelRatio
    const viewport = page.getViewport({ scale: Math.min(wanted, Math.sqrt(mostPixels / (width * height))) })
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.floor(viewport.width))
    canvas.height = Math.max(1, Math.floor(viewport.height))
    const task = page.render({ canvas, viewport })
    task.promise.then(
      () => frame.current?.replaceChildren(canvas),
      (error: unknown) => {
        if (!(error instanceof RenderingCancelledException)) onFault()
      },
    )
    return () => {
      task.cancel()
      // Its memory goes at once, not when it is collected.
      if (!canvas.isConnected) canvas.width = 0
    }
  }, [frame, page, widthPx])
}
