import { useEffect, useId, useState } from 'react'
import type { BackupInfo, BackupPreview } from '../../src-shared/desktop/backups.ts'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'

export interface RestoreChoicesProps {
  /** Newest first. */
  readonly backups: readonly BackupInfo[]
  readonly chosen: string | null
  readonly onChoose: (path: string) => void
}

/** The newest backup, or an older one; what is in it is counted before anything is replaced. */
export function RestoreChoices({ backups, chosen, onChoose }: RestoreChoicesProps) {
  const t = useWords('lock')
  const name = useId()
  const [newest, ...older] = backups
  const [olderPath, setOlderPath] = useState(older[0]?.path ?? '')
  const oldest = backups.at(-1)
  if (newest === undefined) return null
  return (
    <fieldset className="picks">
      <legend className="visually-hidden">{t('choices')}</legend>
      <label className="pick">
        <input type="radio" name={name} checked={chosen === newest.path} onChange={() => onChoose(newest.path)} />
        <span className="pick-words">
          <span className="row">
            <b>{t('newest', { at: newest.created_at })}</b>
            <span className="badge accent">{t('recommended')}</span>
            <Counts path={newest.path} />
          </span>
          <small>{t('newestAbout')}</small>
        </span>
      </label>
      {older.length > 0 && oldest ? (
        <div className="pick">
          <input
            type="radio"
            name={name}
            aria-label={t('older')}
            checked={chosen === olderPath}
            onChange={() => onChoose(olderPath)}
          />
          <span className="pick-words">
            <span className="row">
              <b>{t('older')}</b>
              {chosen === olderPath ? <Counts path={olderPath} /> : <span className="push" />}
              <Select
                label={t('older')}
                value={olderPath}
                choices={older.map(({ path, created_at }) => ({ value: path, name: t('at', { at: created_at }) }))}
                onChange={(path) => {
                  setOlderPath(path)
                  onChoose(path)
                }}
              />
            </span>
            <small>{t('olderAbout', { count: older.length, at: oldest.created_at })}</small>
          </span>
        </div>
      ) : null}
    </fieldset>
  )
}

function Counts({ path }: { readonly path: string }) {
  const { link } = usePage()
  const t = useWords('lock')
  const [found, setFound] = useState<BackupPreview | 'unreadable' | null>(null)
  useEffect(() => {
    let isOld = false
    setFound(null)
    link.api.access.previewBackup({ path }).then(
      (preview) => void (isOld || setFound(preview)),
      () => void (isOld || setFound('unreadable')),
    )
    return () => {
      isOld = true
    }
  }, [path, link])
  const words = found === null ? t('counting') : found === 'unreadable' ? t('unreadable') : t('counts', { ...found })
  return <span className="cap push">{words}</span>
}
