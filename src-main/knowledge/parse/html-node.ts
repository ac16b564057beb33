/** The part of a DOM node that reading needs; linkedom's nodes and Readability's results have this shape. */
export interface HtmlNode {
  readonly nodeType: number
  readonly localName?: string | null
  readonly data?: string
  readonly firstChild: HtmlNode | null
  readonly nextSibling: HtmlNode | null
  readonly parentNode: HtmlNode | null
  getAttribute?(name: string): string | null
  setAttribute?(name: string, value: string): void
}

export const isElement = (node: HtmlNode): boolean => node.nodeType === 1
export const isText = (node: HtmlNode): boolean => node.nodeType === 3

export const tagOf = (node: HtmlNode): string => node.localName?.toLowerCase() ?? ''
export const attributeOf = (node: HtmlNode, name: string): string => node.getAttribute?.(name) ?? ''

export interface Visitor {
  /** Returns false to leave the element and all below it out; `close` is not called then. */
  open(node: HtmlNode): boolean
  close(node: HtmlNode): void
  text(node: HtmlNode): void
}

/** Visits everything below `root` in order, without recursion. */
export function walk(root: HtmlNode, visitor: Visitor): void {
  let node = root.firstChild
  while (node) {
    const entered = isElement(node) && visitor.open(node)
    if (isText(node)) visitor.text(node)
    if (entered && node.firstChild) {
      node = node.firstChild
      continue
    }
    if (entered) visitor.close(node)
    node = following(node, root, visitor)
  }
}

function following(from: HtmlNode, root: HtmlNode, visitor: Visitor): HtmlNode | null {
  let node = from
  while (!node.nextSibling) {
    const parent = node.parentNode
    if (!parent || parent === root) return null
    visitor.close(parent)
    node = parent
  }
  return node.nextSibling
}

/** The first element below `root` for which `test` holds. */
export function findElement(root: HtmlNode, test: (node: HtmlNode) => boolean): HtmlNode | undefined {
  let found: HtmlNode | undefined
  walk(root, {
    open(node) {
      if (!found && test(node)) found = node
      return !found
    },
    close: () => undefined,
    text: () => undefined,
  })
  return found
}
