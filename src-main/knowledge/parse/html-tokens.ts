import { Tokenizer } from 'htmlparser2'

export interface TokenHandler {
  open(tag: string): void
  close(tag: string): void
  text(data: string): void
}

const voidTags = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/** Elements closed by the next of their kind, without nesting: they add no depth when their end tags are left out. */
const selfEnding = new Set('p li dt dd tr td th thead tbody tfoot option optgroup rt rp html head body'.split(' '))

const ignore = (): void => undefined

/** Tells tags and text of a page in order, without building a tree: time and memory do not depend on how it is nested. */
export function readTokens(html: string, handler: TokenHandler): void {
  let tag = ''
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => handler.text(html.slice(start, end)),
      ontextentity: (codePoint) => handler.text(String.fromCodePoint(codePoint)),
      onopentagname(start, end) {
        tag = html.slice(start, end).toLowerCase()
      },
      onopentagend: () => handler.open(tag),
      onselfclosingtag: () => handler.open(tag),
      onclosetag: (start, end) => handler.close(html.slice(start, end).toLowerCase()),
      oncdata: (start, end, endOffset) => handler.text(html.slice(start, end - endOffset)),
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
}

export interface PageShape {
  /** At least as deep as a parser would nest it. */
  readonly depth: number
  readonly elements: number
}

export function measureShape(html: string): PageShape {
  const open = new Map<string, number>()
  let depth = 0
  let deepest = 0
  let elements = 0
  readTokens(html, {
    open(tag) {
      elements++
      if (voidTags.has(tag) || selfEnding.has(tag)) return
      open.set(tag, (open.get(tag) ?? 0) + 1)
      deepest = Math.max(deepest, ++depth)
    },
    close(tag) {
      const count = open.get(tag) ?? 0
      if (count === 0) return
      open.set(tag, count - 1)
      depth--
    },
    text: ignore,
  })
  return { depth: deepest, elements }
}
