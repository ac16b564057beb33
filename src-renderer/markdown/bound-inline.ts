import type { MarkdownIt, Token } from 'markdown-it'

/** A paragraph of prose has hundreds of characters; what is longer than this is read by nobody as Markdown. */
const longestParagraph = 8000
const mostPieces = 1000

/**
 * Marks within a paragraph are looked for up to a length and a number. Text made to be expensive is shown as it is
 * instead: it would hold up the page at every word that is added to it.
 */
export function boundInline(parser: MarkdownIt): void {
  parser.core.ruler.at('inline', ({ tokens, md, env, Token: TokenOf }) => {
    for (const token of tokens) {
      if (token.type !== 'inline') continue
      const asText = (): Token[] => [Object.assign(new TokenOf('text', '', 0), { content: token.content })]
      const children: Token[] = []
      if (token.content.length <= longestParagraph) md.inline.parse(token.content, md, env, children)
      const isBounded = token.content.length <= longestParagraph && children.length <= mostPieces
      token.children = isBounded ? children : asText()
    }
  })
}
