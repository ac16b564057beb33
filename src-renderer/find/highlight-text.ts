import type { TextRange } from '../../src-shared/find/match-terms.ts'

/** Ranges of an element's text that `find` finds, across the elements that the text is made of. */
export function rangesIn(element: Element, find: (text: string) => readonly TextRange[]): Range[] {
  const nodes = textNodes(element)
  const text = nodes.map(({ node }) => node.data).join('')
  return find(text).flatMap(([start, end]) => rangeOf(nodes, start, end) ?? [])
}

interface PlacedNode {
  readonly node: Text
  readonly start: number
}

function textNodes(element: Element): PlacedNode[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: PlacedNode[] = []
  let start = 0
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue
    nodes.push({ node, start })
    start += node.data.length
  }
  return nodes
}

function rangeOf(nodes: readonly PlacedNode[], start: number, end: number): Range | undefined {
  const first = nodes.findLast((each) => each.start <= start)
  const last = nodes.findLast((each) => each.start < end)
  if (!first || !last) return undefined
  const range = new Range()
  range.setStart(first.node, start - first.start)
  range.setEnd(last.node, end - last.start)
  return range
}

/** Marks these ranges without touching the page's elements; empty takes the marks away. */
export function showHighlight(name: string, ranges: readonly Range[]): void {
  if (ranges.length === 0) CSS.highlights.delete(name)
  else CSS.highlights.set(name, new Highlight(...ranges))
}
