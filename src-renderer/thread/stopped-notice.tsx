import { CirclePause, Play, RefreshCw } from 'lucide-react'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useIsInTrash } from '../conversations/away-notice.tsx'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

/** Below the text that was saved: what happened, and how to go on. */
export function StoppedNotice({ row, isLast }: { readonly row: MessageRow; readonly isLast: boolean }) {
  const t = useWords('thread')
  const faults = useFaults()
  const { status, fault, text } = row
  if (status === 'complete' || status === 'writing') return null
  const head = status === 'failed' && text === '' ? t('ended.none') : t(`ended.${status}`)
  const actions = <WaysOn row={row} isLast={isLast} />
  if (fault && status !== 'stopped')
    return (
      <div className="stopped">
        <ErrorNote fault={fault} head={head} isNews={false}>
          {actions}
        </ErrorNote>
      </div>
    )
  return (
    <div className="notice stopped">
      <CirclePause />
      <p>
        <b>{head}</b>
        {fault ? faults.sentence(fault) : t('ended.saved')}
      </p>
      {actions}
    </div>
  )
}

function WaysOn({ row, isLast }: { readonly row: MessageRow; readonly isLast: boolean }) {
  const { thread, choices } = usePage()
  const t = useWords('thread')
  const isInTrash = useIsInTrash()
  const startOver = (): void => void thread.getState().regenerate(row.id, choices.getState().think)
  if (isInTrash) return null
  return (
    <>
      {isLast ? (
        <button type="button" className="button primary" onClick={() => void thread.getState().resume(row.id)}>
          <Play className="small" /> {t('act.continue')}
        </button>
      ) : null}
      <button type="button" className="button" onClick={startOver}>
        <RefreshCw className="small" /> {t('act.startOver')}
      </button>
    </>
  )
}
