import { isChrome, isUnseen } from './html-chrome.ts'
import { attributeOf, findElement, type HtmlNode, tagOf, walk } from './html-node.ts'
import { createTextWriter, type TagHints, type WrittenText } from './text-writer.ts'

export interface PageText extends WrittenText {
  /** Characters without white space that are not in links. */
  readonly prose: number
  /** Where the text of each of the wanted ids begins; one without text after it is nowhere. */
  readonly anchors: ReadonlyMap<string, number>
}

export interface PageOptions {
  /** There is nothing around the content. */
  readonly isWhole?: boolean
  /** Places of the page that something leads to. */
  readonly ids?: ReadonlySet<string>
}

/** Text of a part of a page, without what is around the content. */
export function writePage(root: HtmlNode, { isWhole = false, ids = nothingNamed }: PageOptions = {}): PageText {
  const isLeftOut = isWhole ? isUnseen : isChrome
  const writer = createTextWriter()
  const numbers: number[] = []
  let links = 0
  let prose = 0

  walk(root, {
    open(node) {
      if (isLeftOut(node)) return false
      const tag = tagOf(node)
      if (tag === 'a') links++
      if (tag === 'ul') numbers.push(Number.NaN)
      if (tag === 'ol') numbers.push(Number.parseInt(attributeOf(node, 'start'), 10) || 1)
      writer.open(tag, hintsOf(node, tag, numbers))
      for (const id of namesOf(node, tag)) if (ids.has(id)) writer.anchor(id)
      return true
    },
    close(node) {
      const tag = tagOf(node)
      if (tag === 'a') links--
      if (tag === 'ul' || tag === 'ol') numbers.pop()
      writer.close(tag)
    },
    text({ data = '' }) {
      writer.text(data)
      if (links === 0) prose += data.replace(/\s+/g, '').length
    },
  })
  return { ...writer.finish(), prose, anchors: writer.anchors() }
}

const nothingNamed: ReadonlySet<string> = new Set()

/** Old books name places by `<a name="…">`. */
const namesOf = (node: HtmlNode, tag: string): string[] =>
  tag === 'a' ? [attributeOf(node, 'id'), attributeOf(node, 'name')] : [attributeOf(node, 'id')]

function hintsOf(node: HtmlNode, tag: string, numbers: number[]): TagHints {
  if (tag === 'table') return { layout: isLayout(node) }
  const number = numbers.at(-1)
  if (tag !== 'li' || number === undefined || Number.isNaN(number)) return {}
  numbers[numbers.length - 1] = number + 1
  return { mark: `${number}. ` }
}

const blockInCell = new Set('pre table h1 h2 h3 h4 h5 h6 article section'.split(' '))

/** A table that arranges a page instead of values: whole blocks in its cells, or a single column. */
function isLayout(table: HtmlNode): boolean {
  if (attributeOf(table, 'role') === 'presentation') return true
  if (findElement(table, (node) => blockInCell.has(tagOf(node)))) return true
  return !findElement(table, (node) => isCell(node) && node.nextSibling !== null && hasCellAfter(node))
}

const isCell = (node: HtmlNode): boolean => tagOf(node) === 'td' || tagOf(node) === 'th'

function hasCellAfter(node: HtmlNode): boolean {
  for (let next = node.nextSibling; next; next = next.nextSibling) if (isCell(next)) return true
  return false
}
