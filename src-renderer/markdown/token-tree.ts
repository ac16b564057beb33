import type { Token } from 'markdown-it'

export interface TokenNode {
  readonly token: Token
  readonly children: readonly TokenNode[]
}

/** The flat list of `…_open` and `…_close` as a tree. An inline token's children are its tree. */
export function tokenTree(tokens: readonly Token[]): readonly TokenNode[] {
  const top: TokenNode[] = []
  const open: TokenNode[][] = [top]
  for (const token of tokens) {
    if (token.nesting < 0) {
      if (open.length > 1) open.pop()
      continue
    }
    const inner: TokenNode[] = []
    const children = token.type === 'inline' ? tokenTree(token.children ?? []) : inner
    open.at(-1)?.push({ token, children })
    if (token.nesting > 0) open.push(inner)
  }
  return top
}
