import { CirclePause, Play, RefreshCw, TriangleAlert } from 'lucide-react'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { usePage } from '../use-page.ts'

const heads = {
  stopped: 'Stopped',
  interrupted: 'This answer was interrupted',
  failed: 'The model stopped in the middle of this answer',
}

/** Below the text that was saved: what happened, and how to go on. */
export function StoppedNotice({ row, isLast }: { readonly row: MessageRow; readonly isLast: boolean }) {
  const { thread, choices } = usePage()
  const { status, fault, text, id } = row
  if (status === 'complete' || status === 'writing') return null
  const head = status === 'failed' && text === '' ? 'There is no answer' : heads[status]
  const says = fault ? errorSentence(fault) : 'What was written is saved.'
  return (
    <div className="notice stopped">
      {status === 'stopped' ? <CirclePause /> : <TriangleAlert className="warn" />}
      <p>
        <b>{head}</b>
        {says}
      </p>
      {isLast ? (
        <button type="button" className="button primary" onClick={() => void thread.getState().resume(id)}>
          <Play className="small" /> Continue
        </button>
      ) : null}
      <button type="button" className="button" onClick={() => void thread.getState().regenerate(id, choices.getState().think)}>
        <RefreshCw className="small" /> Start over
      </button>
    </div>
  )
}
