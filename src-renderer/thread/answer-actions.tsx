import { RefreshCw, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useIsInTrash } from '../conversations/away-notice.tsx'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { belowAnswer } from './answer-figures.ts'
import { AnswerMenu } from './answer-menu.tsx'
import { SiblingSwitch } from './sibling-switch.tsx'
import { isAnswering } from './thread-state.ts'
import { useChatModel } from './use-chat-model.ts'

const votes = [
  { vote: 'up', name: 'act.good', Icon: ThumbsUp },
  { vote: 'down', name: 'act.bad', Icon: ThumbsDown },
] as const

export function AnswerActions({ row }: { readonly row: MessageRow }) {
  const { thread, choices, toasts } = usePage()
  const t = useWords('thread')
  const isBusy = useStore(thread, isAnswering)
  const isInTrash = useIsInTrash()
  const rate = (vote: 'up' | 'down'): void =>
    void toasts.getState().attempt(() => thread.getState().rate(row.id, row.feedback === vote ? null : vote))
  if (isInTrash)
    return (
      <div className="acts">
        <CopyButton text={row.text} label={t('copy.answer')} />
        <SiblingSwitch id={row.id} />
        <AnswerFigures row={row} />
      </div>
    )
  return (
    <div className="acts">
      <CopyButton text={row.text} label={t('copy.answer')} />
      <button
        type="button"
        className="act"
        disabled={isBusy}
        aria-label={t('act.regenerate')}
        onClick={() => void thread.getState().regenerate(row.id, choices.getState().think)}
      >
        <RefreshCw className="small" /> <span className="word">{t('act.regenerate')}</span>
      </button>
      <SiblingSwitch id={row.id} />
      {votes.map(({ vote, name, Icon }) => (
        <button
          key={vote}
          type="button"
          className="act vote"
          aria-label={t(name)}
          aria-pressed={row.feedback === vote}
          onClick={() => rate(vote)}
        >
          <Icon className="small" />
        </button>
      ))}
      <AnswerMenu row={row} isBusy={isBusy} />
      <AnswerFigures row={row} />
    </div>
  )
}

function AnswerFigures({ row }: { readonly row: MessageRow }) {
  const t = useWords('thread')
  const { entries, model } = useChatModel()
  const writer = entries.find(({ id }) => id === row.model_id)
  const name = writer && writer.id !== model?.id ? writer.name : undefined
  return <span className="stat">{belowAnswer(t, row, name)}</span>
}
