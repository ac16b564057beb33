import { Readability } from '@mozilla/readability'
import type { parseHTML } from 'linkedom'
import { attributeOf, type HtmlNode, tagOf, walk } from './html-node.ts'

type Page = ReturnType<typeof parseHTML>['document']

const marker = 'data-hearth-place'
const textTags = new Set('p pre li td th dt dd blockquote figcaption'.split(' '))

/**
 * The smallest part of a page that holds all Readability kept of it. Its own result is not used: in documentation it leaves out notes, short
 * paragraphs and headings. `copy` is a second parse of the same page, which Readability rewrites.
 */
export function findArticle(document: HtmlNode, copy: Page): HtmlNode | undefined {
  const places = textElements(document)
  textElements(copy).forEach((node, place) => {
    node.setAttribute?.(marker, String(place))
  })
  const content = readArticle(copy)
  if (!content) return undefined
  const kept = elementsOf(content, (node) => attributeOf(node, marker) !== '').flatMap(
    (node) => places[Number(attributeOf(node, marker))] ?? [],
  )
  const first = kept[0]?.parentNode
  return first ? [...kept, ...elementsOf(document, isNotes)].reduce<HtmlNode>(commonAncestor, first) : undefined
}

/** Readability takes footnotes for a footer. */
const isNotes = (node: HtmlNode): boolean => /foot-?note|end-?note|bibliograph/i.test(attributeOf(node, 'class').slice(0, 200))

function readArticle(copy: Page): HtmlNode | undefined {
  try {
    const reader = new Readability<HtmlNode>(copy, { serializer: (node: HtmlNode) => node, disableJSONLD: true })
    return reader.parse()?.content ?? undefined
  } catch {
    return undefined
  }
}

const textElements = (root: HtmlNode): HtmlNode[] => elementsOf(root, (node) => textTags.has(tagOf(node)))

function elementsOf(root: HtmlNode, test: (node: HtmlNode) => boolean): HtmlNode[] {
  const found: HtmlNode[] = []
  walk(root, {
    open(node) {
      if (test(node)) found.push(node)
      return true
    },
    close: () => undefined,
    text: () => undefined,
  })
  return found
}

/** Steps up from `inner` until the element is around both. */
function commonAncestor(outer: HtmlNode, inner: HtmlNode): HtmlNode {
  const above = new Set<HtmlNode>()
  for (let node: HtmlNode | null = outer; node; node = node.parentNode) above.add(node)
  for (let node: HtmlNode | null = inner; node; node = node.parentNode) if (above.has(node)) return node
  return outer
}
