import { isChrome, isUnseen } from './html-chrome.ts'
import { attributeOf, findElement, type HtmlNode, tagOf, walk } from './html-node.ts'
import { createTextWriter, type TagHints, type WrittenText } from './text-writer.ts'

export interface PageText extends WrittenText {
  /** Characters without white space that are not in links. */
  readonly prose: number
}

/** Text of a part of a page, without what is around the content; `isWhole` where there is nothing around it. */
export function writePage(root: HtmlNode, { isWhole = false } = {}): PageText {
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
  return { ...writer.finish(), prose }
}

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
