import type { PDFPageProxy } from 'pdfjs-dist'

/** Shares of the page's width. */
export interface PrintedPart {
  readonly left: number
  readonly right: number
}

const wholePage: PrintedPart = { left: 0, right: 1 }
/** Room left beside the words, as a share of the width. */
const margin = 0.025
/** Narrower print is not enlarged further than this. */
const least = 0.6

/** From where to where the page has words, so that its empty margins need not take up the narrow room. Turned pages count as whole. */
export async function printedPart(page: PDFPageProxy): Promise<PrintedPart> {
  const { items } = await page.getTextContent()
  const [x0 = 0, , x1 = 0] = page.view
  const width = x1 - x0
  const spans = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [, turn, , , x]: readonly number[] = item.transform
    return [{ start: x ?? 0, end: (x ?? 0) + item.width, isTurned: turn !== 0 }]
  })
  if (page.rotate !== 0 || width <= 0 || spans.length === 0 || spans.some(({ isTurned }) => isTurned)) return wholePage
  const left = Math.max(0, (Math.min(...spans.map(({ start }) => start)) - x0) / width - margin)
  const right = Math.min(1, (Math.max(...spans.map(({ end }) => end)) - x0) / width + margin)
  const spare = Math.max(0, least - (right - left))
  // What is too narrow is shown with the room right of it.
  return right <= left
    ? wholePage
    : { left: Math.max(0, Math.min(left, 1 - (right - left) - spare)), right: Math.min(1, right + spare) }
}
