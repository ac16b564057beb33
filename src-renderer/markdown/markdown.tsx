import './markdown.css'
import { memo, useRef } from 'react'
import { useWords } from '../language/use-words.ts'
import type { CitationTarget } from './citation.tsx'
import { renderNodes } from './render-tokens.tsx'
import { type Block, emptySplit, splitBlocks } from './split-blocks.ts'
import { tokenTree } from './token-tree.ts'

export interface MarkdownProps {
  readonly text: string
  readonly citations?: CitationTarget | undefined
  /** Shows the caret behind the last word. */
  readonly isWriting?: boolean
}

/** The one component that draws untrusted text. It makes elements of a fixed list; no HTML string exists at any point. */
export function Markdown({ text, citations, isWriting = false }: MarkdownProps) {
  const split = useRef(emptySplit)
  split.current = splitBlocks(split.current, text)
  return (
    <div className={isWriting ? 'answer writing' : 'answer'}>
      {split.current.blocks.map((block, index) => (
        <DrawnBlock
          key={String(index)}
          block={block}
          citations={citations}
          isWriting={isWriting && index === split.current.blocks.length - 1}
        />
      ))}
    </div>
  )
}

interface DrawnBlockProps {
  readonly block: Block
  readonly citations: CitationTarget | undefined
  readonly isWriting: boolean
}

const DrawnBlock = memo(function DrawnBlock({ block, citations, isWriting }: DrawnBlockProps) {
  const t = useWords('markdown')
  return renderNodes(tokenTree(block.tokens), { citations, isWriting, t })
})
