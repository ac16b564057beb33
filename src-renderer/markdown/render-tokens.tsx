import { Fragment, type ReactNode } from 'react'
import type { Words } from '../language/use-words.ts'
import { Citation, type CitationTarget } from './citation.tsx'
import { CodeBlock } from './code-block.tsx'
import { findCitations } from './find-citations.ts'
import { Formula } from './formula.tsx'
import { OutgoingLink } from './outgoing-link.tsx'
import type { TokenNode } from './token-tree.ts'

export interface RenderContext {
  readonly citations: CitationTarget | undefined
  /** More may follow: what is slow to draw waits. */
  readonly isWriting: boolean
  /** Nothing to press lies within a link. */
  readonly isInLink?: boolean
  readonly t: Words<'markdown'>
}

type Render = (node: TokenNode, inner: ReactNode, context: RenderContext) => ReactNode

/** Every element an answer can become. A token that is not here is drawn as its text. */
const elements: Readonly<Record<string, Render>> = {
  inline: (_, inner) => inner,
  paragraph_open: ({ token }, inner) => (token.hidden ? inner : <p>{inner}</p>),
  heading_open: ({ token }, inner) => heading(token.tag, inner),
  bullet_list_open: (_, inner) => <ul dir="auto">{inner}</ul>,
  ordered_list_open: ({ token }, inner) => (
    <ol dir="auto" start={listStart(token.attrGet('start'))}>
      {inner}
    </ol>
  ),
  list_item_open: (_, inner) => <li>{inner}</li>,
  blockquote_open: (_, inner) => <blockquote dir="auto">{inner}</blockquote>,
  hr: () => <hr />,
  fence: ({ token }, _, { isWriting }) => <CodeBlock code={token.content} language={token.info} isWriting={isWriting} />,
  code_block: ({ token }) => <CodeBlock code={token.content} language="" />,
  math_inline: ({ token }) => <Formula tex={token.content} isBlock={false} />,
  math_block: ({ token }) => <Formula tex={token.content} isBlock />,
  task_box: ({ token }, _, { t }) => (
    <input type="checkbox" disabled checked={token.content === 'x'} aria-label={token.content === 'x' ? t('done') : t('open')} />
  ),
  table_open: (_, inner, { t }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
    <section className="table-frame" aria-label={t('table')} tabIndex={0}>
      <table dir="auto">{inner}</table>
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
  image: ({ token }, _, { t, isInLink }) => {
    const words = token.content === '' ? t('picture') : t('pictureOf', { name: token.content })
    if (isInLink) return words
    return (
      <OutgoingLink address={String(token.attrGet('src') ?? '')} words="">
        {words}
      </OutgoingLink>
    )
  },
  code_inline: ({ token }) => <code>{token.content}</code>,
  softbreak: () => '\n',
  hardbreak: () => <br />,
  text: ({ token }, _, { citations, isInLink }) => cited(token.content, isInLink ? undefined : citations),
}

export function renderNodes(nodes: readonly TokenNode[], context: RenderContext): ReactNode {
  return nodes.map((node, index) => {
    const { token, children } = node
    const render = Object.hasOwn(elements, token.type) ? elements[token.type] : undefined
    const inner = token.type === 'link_open' ? { ...context, isInLink: true } : context
    const drawn = render ? render(node, renderNodes(children, inner), context) : token.content
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
