import { RefreshCw, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { belowAnswer } from './answer-figures.ts'
import { SiblingSwitch } from './sibling-switch.tsx'

const votes = [
  { vote: 'up', name: 'Good answer', Icon: ThumbsUp },
  { vote: 'down', name: 'Bad answer', Icon: ThumbsDown },
] as const

export function AnswerActions({ row }: { readonly row: MessageRow }) {
  const { thread, choices, toasts } = usePage()
  const isBusy = useStore(thread, ({ items }) => items.at(-1)?.status === 'writing')
  const rate = (vote: 'up' | 'down'): void =>
    void toasts.getState().attempt(() => thread.getState().rate(row.id, row.feedback === vote ? null : vote))
  return (
    <div className="acts">
      <CopyButton text={row.text} label="Copy answer" />
      <button
        type="button"
        className="act"
        disabled={isBusy}
        aria-label="Regenerate"
        onClick={() => void thread.getState().regenerate(row.id, choices.getState().think)}
      >
        <RefreshCw className="small" /> <span className="word">Regenerate</span>
      </button>
      <SiblingSwitch id={row.id} />
      {votes.map(({ vote, name, Icon }) => (
        <button
          key={vote}
          type="button"
          className="act vote"
          aria-label={name}
          aria-pressed={row.feedback === vote}
          onClick={() => rate(vote)}
        >
          <Icon className="small" />
        </button>
      ))}
      <span className="stat">{belowAnswer(row)}</span>
    </div>
  )
}
