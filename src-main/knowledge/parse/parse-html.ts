import { parseHTML } from 'linkedom'
import type { ParseWarning } from '../../../src-shared/engine/parser.ts'
import { type DocumentParts, noParts } from './document-parts.ts'
import { findArticle } from './html-article.ts'
import { attributeOf, findElement, type HtmlNode, isText, tagOf, walk } from './html-node.ts'
import { type PageText, writePage } from './html-page.ts'
import { measureShape, readTokens } from './html-tokens.ts'
import { createTextWriter, type WrittenText } from './text-writer.ts'

/** Deeper, and the libraries' recursion ends in a stack overflow; more elements, and a tree takes too much memory and time. */
const maxDepth = 400
const maxElements = 250_000
/** Readability goes over a page many times. */
const maxElementsForReadability = 20_000

/**
 * Content of a page as text: its main part if it says which, else the part in which Readability sees an article, else all of it.
 * Without `searchArticle` it is all of it.
 */
export function parseHtml(html: string, signal: AbortSignal, { searchArticle = true } = {}): DocumentParts {
  return parseAs(html, signal, (document, elements) =>
    searchArticle ? contentOf(html, document, elements) : writePage(document, { isWhole: true }),
  )
}

export interface BookPage extends DocumentParts {
  /** Where the text of each id begins; empty where the page was too deep or too large for a tree. */
  readonly anchors: ReadonlyMap<string, number>
}

/** All of a page of a book, and where in its text the places are that are asked for. */
export function parseBookPage(html: string, signal: AbortSignal, ids: ReadonlySet<string>): BookPage {
  const found = new Map<string, number>()
  const parts = parseAs(html, signal, (document) => {
    const page = writePage(document, { isWhole: true, ids })
    for (const [id, start] of page.anchors) found.set(id, start)
    return page
  })
  return { ...parts, anchors: found }
}

type WriteText = (document: HtmlNode, elements: number) => WrittenText

function parseAs(html: string, signal: AbortSignal, write: WriteText): DocumentParts {
  const shape = measureShape(html)
  signal.throwIfAborted()
  if (shape.depth > maxDepth) return parseFlat(html, 'nesting_too_deep')
  if (shape.elements > maxElements) return parseFlat(html, 'too_large_for_structure')
  const document = parsePage(html)
  const title = titleOf(document)
  const { text, headings, blocks } = write(document, shape.elements)
  signal.throwIfAborted()
  return { title: bestTitle(title, headings[0]?.text), ...noParts, text, headings, blocks }
}

function contentOf(html: string, document: HtmlNode, elements: number): WrittenText {
  const whole = writePage(document)
  const main = findElement(document, (node) => tagOf(node) === 'main' || attributeOf(node, 'role') === 'main')
  if (main) {
    const marked = writePage(main)
    if (marked.prose >= whole.prose * 0.4) return marked
  }
  if (elements > maxElementsForReadability || whole.prose < 500) return whole
  const article = findArticle(document, parsePage(html))
  return article ? withHeading(article, whole) : whole
}

/** The article with its main heading, which may stand above it, half of the page's words or more, and all of its code and tables. */
function withHeading(article: HtmlNode, whole: PageText): WrittenText {
  let node: HtmlNode | null = article
  for (let steps = 0; node && steps < 8; steps++, node = node.parentNode) {
    const part = writePage(node)
    const isMost = part.prose >= whole.prose * 0.5 && part.blocks.length === whole.blocks.length
    const hasHeading = mainLevel(part) <= mainLevel(whole)
    if (isMost && hasHeading) return part
  }
  return whole
}

const mainLevel = ({ headings }: WrittenText): number => Math.min(7, ...headings.slice(0, 100).map(({ level }) => level))

/**
 * linkedom takes the first element of a fragment for the whole document, so a fragment gets a body. Its doctype nodes have no siblings, which
 * would end every walk at the first line.
 */
function parsePage(html: string) {
  const isWhole = /<(?:html|body)[\s>]/i.test(html.slice(0, 100_000))
  const page = html.replace(/<!doctype[^>]*>/gi, '')
  return parseHTML(isWhole ? page : `<html><body>${page}</body></html>`).document
}

function titleOf(document: HtmlNode): string | undefined {
  const title = findElement(document, (node) => tagOf(node) === 'title')
  if (!title) return undefined
  const parts: string[] = []
  walk(title, { open: () => true, close: () => undefined, text: (node) => void (isText(node) && parts.push(node.data ?? '')) })
  return parts.join('').replace(/\s+/g, ' ').trim().slice(0, 300) || undefined
}

/** "Models | Example documentation" is "Models" when the page's first heading says so. */
function bestTitle(title: string | undefined, heading: string | undefined): string | null {
  if (title === undefined || title === '') return heading ?? null
  return heading !== undefined && heading.length >= 3 && title.toLowerCase().startsWith(heading.toLowerCase()) ? heading : title
}

const droppedTags = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'title', 'head'])

/** Text of a page without building a tree. Drops only what must be closed to be dropped. */
function parseFlat(html: string, warning: ParseWarning): DocumentParts {
  const writer = createTextWriter()
  const title: string[] = []
  let inTitle = false
  let dropped: string | undefined
  readTokens(html, {
    open(tag) {
      if (tag === 'title') inTitle = true
      if (dropped === undefined && (tag === 'script' || tag === 'style')) dropped = tag
      if (!droppedTags.has(tag)) writer.open(tag)
    },
    close(tag) {
      if (tag === 'title') inTitle = false
      if (tag === dropped) dropped = undefined
      if (!droppedTags.has(tag)) writer.close(tag)
    },
    text(data) {
      if (inTitle) title.push(data)
      else if (dropped === undefined) writer.text(data)
    },
  })
  const { text, headings, blocks } = writer.finish()
  const named = title.join('').replace(/\s+/g, ' ').trim().slice(0, 300)
  return { title: bestTitle(named, headings[0]?.text), ...noParts, text, headings, blocks, warnings: [warning] }
}

/** The encoding a page's own head names, if any. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096))
  return (
    /<meta[^>]{0,500}charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1] ??
    /^<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]+)/.exec(head)?.[1]
  )
}
