import { Pause, Play, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface WatchActionsProps {
  readonly folder: WatchedFolderRow
  readonly onClose: () => void
}

/** How a followed folder is, and what can be done with it now. */
export function WatchActions({ folder, onClose }: WatchActionsProps) {
  const { watches, toasts } = usePage()
  const t = useWords('watched')
  const [isRemoving, setRemoving] = useState(false)
  const { id, is_paused: isPaused, compared_at: at, state, unreadable } = folder
  const { pause, resume, compare, acceptEmptied } = watches.getState()
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  if (isRemoving) return <Removal folder={folder} onBack={() => setRemoving(false)} onClose={onClose} />
  return (
    <div className="watch-actions">
      <p className="mono cut" title={folder.path}>
        {folder.path}
      </p>
      <p className="cap">{at === null ? t('notCompared') : t('comparedAt', { at })}</p>
      {state === 'current' || state === 'waiting' ? null : <p className="watch-trouble">{t(`trouble.${state}`)}</p>}
      {unreadable > 0 ? <p className="watch-trouble">{t('trouble.unreadable', { count: unreadable })}</p> : null}
      <div className="row">
        {state === 'emptied' ? (
          <button type="button" className="button sm" onClick={() => attempt(() => acceptEmptied(id))}>
            {t('acceptEmptied')}
          </button>
        ) : null}
        <button type="button" className="button sm" onClick={() => attempt(() => (isPaused ? resume(id) : pause(id)))}>
          {isPaused ? <Play className="small" /> : <Pause className="small" />} {t(isPaused ? 'resume' : 'pause')}
        </button>
        <button type="button" className="button sm" disabled={isPaused} onClick={() => attempt(() => compare(id))}>
          <RefreshCw className="small" /> {t('compare')}
        </button>
        <button type="button" className="button sm" onClick={() => setRemoving(true)}>
          <Trash2 className="small" /> {t('unwatchAsk')}
        </button>
      </div>
    </div>
  )
}

interface RemovalProps extends WatchActionsProps {
  readonly onBack: () => void
}

function Removal({ folder, onBack, onClose }: RemovalProps) {
  const { watches, toasts } = usePage()
  const t = useWords('watched')
  const remove = (documents: 'keep' | 'remove'): void => {
    onClose()
    void toasts.getState().attempt(() => watches.getState().remove(folder.id, documents))
  }
  return (
    <div className="watch-actions">
      <p>{t('removal.about')}</p>
      <div className="row">
        <button type="button" className="button sm" onClick={() => remove('keep')}>
          {t('removal.keep')}
        </button>
        <button type="button" className="button sm" onClick={() => remove('remove')}>
          {t('removal.remove')}
        </button>
        <button type="button" className="button sm quiet" onClick={onBack}>
          {t('removal.back')}
        </button>
      </div>
    </div>
  )
}
