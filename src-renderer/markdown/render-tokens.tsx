import { Fragment, type ReactNode } from 'react'
import { Citation, type CitationTarget } from './citation.tsx'
import { CodeBlock } from './code-block.tsx'
import { findCitations } from './find-citations.ts'
import { OutgoingLink } from './outgoing-link.tsx'
import type { TokenNode } from './token-tree.ts'

export interface RenderContext {
  readonly citations: CitationTarget | undefined
}

type Render = (node: TokenNode, inner: ReactNode, context: RenderContext) => ReactNode

/** Every element an answer can become. A token that is not here is drawn as its text. */
const elements: Readonly<Record<string, Render>> = {
  inline: (_, inner) => inner,
  paragraph_open: ({ token }, inner) => (token.hidden ? inner : <p>{inner}</p>),
  heading_open: ({ token }, inner) => heading(token.tag, inner),
  bullet_list_open: (_, inner) => <ul>{inner}</ul>,
  ordered_list_open: ({ token }, inner) => <ol start={listStart(token.attrGet('start'))}>{inner}</ol>,
  list_item_open: (_, inner) => <li>{inner}</li>,
  blockquote_open: (_, inner) => <blockquote>{inner}</blockquote>,
  hr: () => <hr />,
  fence: ({ token }) => <CodeBlock code={token.content} language={token.info} />,
  code_block: ({ token }) => <CodeBlock code={token.content} language="" />,
  table_open: (_, inner) => (
    <section className="table-frame" aria-label="Table">
      <table>{inner}</table>
    </section>
  ),
  thead_open: (_, inner) => <thead>{inner}</thead>,
  tbody_open: (_, inner) => <tbody>{inner}</tbody>,
  tr_open: (_, inner) => <tr>{inner}</tr>,
  th_open: ({ token }, inner) => (
    <th scope="col" className={alignment(token.attrGet('style'))}>
      {inner}
    </th>
  ),
  td_open: ({ token }, inner) => <td className={alignment(token.attrGet('style'))}>{inner}</td>,
  strong_open: (_, inner) => <strong>{inner}</strong>,
  em_open: (_, inner) => <em>{inner}</em>,
  s_open: (_, inner) => <s>{inner}</s>,
  link_open: ({ token, children }, inner) => (
    <OutgoingLink address={String(token.attrGet('href') ?? '')} words={plainText(children)}>
      {inner}
    </OutgoingLink>
  ),
  image: ({ token }) => (
    <OutgoingLink address={String(token.attrGet('src') ?? '')} words="">
      Picture{token.content === '' ? '' : `: ${token.content}`} (not loaded)
    </OutgoingLink>
  ),
  code_inline: ({ token }) => <code>{token.content}</code>,
  softbreak: () => '\n',
  hardbreak: () => <br />,
  text: ({ token }, _, { citations }) => cited(token.content, citations),
}

export function renderNodes(nodes: readonly TokenNode[], context: RenderContext): ReactNode {
  return nodes.map((node, index) => {
    const { token, children } = node
    const render = Object.hasOwn(elements, token.type) ? elements[token.type] : undefined
    const drawn = render ? render(node, renderNodes(children, context), context) : token.content
    // The place of a node is all the identity it has: a block that changes is parsed anew.
    return <Fragment key={String(index)}>{drawn}</Fragment>
  })
}

/** Below the page's own headings. */
function heading(tag: string, inner: ReactNode): ReactNode {
  if (tag === 'h1') return <h3>{inner}</h3>
  return tag === 'h2' ? <h4>{inner}</h4> : <h5>{inner}</h5>
}

function listStart(start: string | number | null): number | undefined {
  return start === null ? undefined : Number(start)
}

function alignment(style: string | number | null): string | undefined {
  if (style === 'text-align:right') return 'right'
  return style === 'text-align:center' ? 'centre' : undefined
}

function cited(text: string, citations: CitationTarget | undefined): ReactNode {
  if (!citations) return text
  return findCitations(text, citations.names.length).map((piece, index) => {
    const key = String(index)
    return 'text' in piece ? (
      <Fragment key={key}>{piece.text}</Fragment>
    ) : (
      <Citation key={key} number={piece.citation} target={citations} />
    )
  })
}

const plainText = (nodes: readonly TokenNode[]): string =>
  nodes.map(({ token, children }) => token.content + plainText(children)).join('')
