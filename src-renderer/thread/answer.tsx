import { memo, useMemo } from 'react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { SourceCards } from '../sources/source-cards.tsx'
import { usePage } from '../use-page.ts'
import { AnswerActions } from './answer-actions.tsx'
import { PhaseLine } from './phase-line.tsx'
import { StoppedNotice } from './stopped-notice.tsx'
import { Thought } from './thought.tsx'

export interface AnswerProps {
  readonly row: MessageRow
  readonly isLast: boolean
}

export const Answer = memo(function Answer({ row, isLast }: AnswerProps) {
  const t = useWords('thread')
  const citations = useCitations(row)
  const isWriting = row.status === 'writing'
  return (
    <article className="turn" aria-label={t('answer')} aria-busy={isWriting}>
      <Thought row={row} />
      {row.text === '' ? null : <Markdown text={row.text} citations={citations} isWriting={isWriting} />}
      {isWriting ? <PhaseLine id={row.id} hasText={row.text !== ''} /> : null}
      {isWriting || row.status === 'complete' ? null : <StoppedNotice row={row} isLast={isLast} />}
      {isWriting ? null : <SourceCards row={row} />}
      {isWriting ? null : <AnswerActions row={row} />}
    </article>
  )
})

/** The same object while the documents are the same, so that finished blocks are not drawn again with each new row. */
function useCitations({ id, sources }: MessageRow) {
  const { sources: store, thread } = usePage()
  const names = sources.map(({ document }) => document).join('\n')
  return useMemo(() => {
    if (names === '') return undefined
    const open = (number: number): void => {
      const row = thread.getState().items.find((item) => item.id === id)
      if (row) void store.getState().open(id, row.sources, number)
    }
    return { names: names.split('\n'), open }
  }, [names, id, store, thread])
}
