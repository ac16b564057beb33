import { Pencil, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { SentAttachments } from '../composer/sent-attachments.tsx'
import { useIsInTrash } from '../conversations/away-notice.tsx'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { QuestionEditor } from './question-editor.tsx'
import { SiblingSwitch } from './sibling-switch.tsx'
import { isAnswering } from './thread-state.ts'
import { useDelete } from './use-delete.ts'

export const Question = memo(function Question({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const t = useWords('thread')
  const edited = useStore(thread, ({ edits }) => edits[row.id])
  if (edited !== undefined) return <QuestionEditor row={row} text={edited} />
  return (
    <article className="turn mine" aria-label={t('question')}>
      <div className="me">{row.text}</div>
      <SentAttachments questionId={row.id} />
      <QuestionActions row={row} />
    </article>
  )
})

function QuestionActions({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const t = useWords('thread')
  const isBusy = useStore(thread, isAnswering)
  const isInTrash = useIsInTrash()
  const remove = useDelete(row)
  return (
    <div className="acts">
      <SiblingSwitch id={row.id} />
      <CopyButton text={row.text} label={t('copy.question')} />
      {isInTrash ? null : <Changes row={row} isBusy={isBusy} onRemove={remove} />}
    </div>
  )
}

interface ChangesProps {
  readonly row: MessageRow
  readonly isBusy: boolean
  readonly onRemove: () => void
}

function Changes({ row, isBusy, onRemove }: ChangesProps) {
  const { thread } = usePage()
  const t = useWords('thread')
  return (
    <>
      <button
        type="button"
        className="act"
        aria-label={t('act.edit')}
        disabled={isBusy}
        onClick={() => thread.getState().edit(row.id, row.text)}
      >
        <Pencil className="small" /> <span className="word">{t('act.edit')}</span>
      </button>
      <button type="button" className="act" disabled={isBusy} aria-label={t('act.deleteQuestion')} onClick={onRemove}>
        <Trash2 className="small" />
      </button>
    </>
  )
}
