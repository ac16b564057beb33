import { type RefObject, useEffect, useState } from 'react'
import type { TextRange } from '../../../src-shared/find/match-terms.ts'
import { usePage } from '../../use-page.ts'
import { type Box, markBands } from './mark-bands.ts'
import type { PageMarks } from './page-marks.ts'
import { type FindPlaces, pagePlaces } from './page-places.ts'
import type { PageText } from './use-page-text.ts'

/** What is marked of a page: boxes in shares of its width and height. */
export interface PageBands {
  readonly passage: readonly Box[]
  readonly sentence: readonly Box[]
  readonly here: readonly Box[]
}

export interface MarkedPage {
  readonly documentId: string
  readonly number: number
  readonly marks: PageMarks | undefined
}

/** Finds the places of the marks on the page; null until its text is there. */
export function usePageBands(
  layer: RefObject<HTMLElement | null>,
  text: PageText | null,
  { documentId, number, marks }: MarkedPage,
): PageBands | null {
  const { link } = usePage()
  const [bands, setBands] = useState<PageBands | null>(null)
  const wish = JSON.stringify(marks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marks are compared by what they say
  useEffect(() => {
    setBands(null)
    if (text === null || marks === undefined) return
    const asking = new AbortController()
    const find = async (): Promise<void> => {
      const kept = await link.api.documents.pageText({ id: documentId, page: number }, asking.signal)
      if (asking.signal.aborted || layer.current === null) return
      setBands(bandsOf(layer.current, text, { marks, places: pagePlaces({ kept, drawn: text.drawn }) }))
    }
    find().catch(() => undefined)
    return () => asking.abort()
  }, [layer, text, documentId, number, wish, link])
  return bands
}

function bandsOf(layer: HTMLElement, { elements }: PageText, { marks, places }: { marks: PageMarks; places: FindPlaces }) {
  const page = layer.getBoundingClientRect()
  const share = ({ left, top, right, bottom }: Box): Box => ({
    left: (left - page.left) / page.width,
    top: (top - page.top) / page.height,
    right: (right - page.left) / page.width,
    bottom: (bottom - page.top) / page.height,
  })
  const bands = (range: TextRange | undefined): Box[] =>
    range === undefined ? [] : markBands(places(range).flatMap((place) => boxesOf(elements[place.piece], place))).map(share)
  return { passage: bands(marks.passage), sentence: bands(marks.sentence), here: bands(marks.here) }
}

function boxesOf(element: HTMLElement | undefined, { start, end }: { readonly start: number; readonly end: number }): Box[] {
  const node = element?.firstChild
  if (!(node instanceof Text)) return []
  const range = new Range()
  range.setStart(node, Math.min(start, node.length))
  range.setEnd(node, Math.min(end, node.length))
  return [...range.getClientRects()]
}
