import { createElement, type ReactNode } from 'react'

/** Presentation elements of MathML Core that KaTeX writes; everything else becomes its text. */
const elements = new Set(
  'math semantics mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mpadded mphantom menclose mstyle'.split(
    ' ',
  ),
)
const attributes = new Set(
  'display mathvariant stretchy fence separator lspace rspace minsize maxsize symmetric accent accentunder linethickness columnalign rowspacing columnspacing scriptlevel displaystyle width height depth voffset notation movablelimits'.split(
    ' ',
  ),
)

/** The element tree of MathML text; undefined when it is no XML. The parser makes an inert document: nothing in it runs or loads. */
export function mathmlTree(mathml: string): ReactNode {
  const root = new DOMParser().parseFromString(mathml, 'application/xhtml+xml').documentElement
  const math = root.localName === 'math' ? root : root.querySelector('math')
  return math === null ? undefined : drawn(math, 0)
}

const deepest = 60

function drawn(node: Node, key: number, depth = 0): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element) || depth > deepest || node.localName === 'annotation') return null
  const children = [...node.childNodes].map((child, index) => drawn(child, index, depth + 1))
  if (!elements.has(node.localName)) return children
  const kept = [...node.attributes].filter(({ name }) => attributes.has(name)).map(({ name, value }) => [name, value])
  return createElement(node.localName, { ...Object.fromEntries(kept), key }, ...children)
}
