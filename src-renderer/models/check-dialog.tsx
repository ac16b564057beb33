import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ModelEntry, Verification } from '../../src-shared/desktop/models.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

export interface CheckDialogProps {
  readonly entry: ModelEntry
  readonly onClose: () => void
}

/** Reads the whole file once more and says what was compared; closing it stops the reading. */
export function CheckDialog({ entry: { id, name, row }, onClose }: CheckDialogProps) {
  const t = useWords('models')
  const { found, fault } = useVerification(id)
  const isReading = found === null && fault === null
  return (
    <Dialog title={t('checking.title', { name })} onClose={onClose}>
      {fault ? <ErrorNote fault={fault} /> : null}
      {isReading ? (
        <>
          <p role="status">{t('checking.now', { size: row?.size_bytes ?? 0 })}</p>
          <progress aria-label={t('checking.title', { name })} />
        </>
      ) : null}
      {found ? <Found found={found} /> : null}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t(isReading ? 'checking.stop' : 'checking.close')}
        </button>
      </div>
    </Dialog>
  )
}

function Found({ found: { outcome, bytes, sha256 } }: { readonly found: Verification }) {
  const t = useWords('models')
  return (
    <>
      <p className="checked" role="status">
        {outcome === 'differs' ? <TriangleAlert className="bad" /> : <CircleCheck className="ok" />}
        <b>{t(`checking.${outcome}`)}</b>
      </p>
      <p>{t(`checking.${outcome}About`)}</p>
      <p className="cap">{t('checking.facts', { bytes })}</p>
      {sha256 === null ? null : <code className="hash">{sha256}</code>}
    </>
  )
}

function useVerification(id: string) {
  const { models } = usePage()
  const [found, setFound] = useState<Verification | null>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    models
      .getState()
      .verify(id, controller.signal)
      .then(setFound, (error: unknown) => {
        if (!controller.signal.aborted) setFault(faultOf(error))
      })
    return () => controller.abort()
  }, [id, models])
  return { found, fault }
}
