import { FileBox, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

/** Takes a model from this disk: by the system's own dialog where there is a window, else by its path. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { link, models } = usePage()
  const t = useWords('models')
  const isWindow = useStore(link.state, ({ info }) => info?.shell === 'electron')
  const [path, setPath] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const attempt = (work: () => Promise<void>): void => {
    setFault(null)
    work().catch((error: unknown) => setFault(faultOf(error)))
  }
  const pick = (folders: boolean) => (): void =>
    attempt(async () => {
      const [picked] = await link.api.window.pickFiles({ title: t('importing.title'), folders })
      if (picked !== undefined) setPath(picked)
    })
  const add = (): void =>
    attempt(async () => {
      await models.getState().importFile(path.trim())
      onClose()
    })
  return (
    <Dialog title={t('importing.title')} onClose={onClose}>
      <p>{t('importing.about')}</p>
      {isWindow ? (
        <div className="row">
          <button type="button" className="button" onClick={pick(false)}>
            <FileBox className="small" /> {t('importing.file')}
          </button>
          <button type="button" className="button" onClick={pick(true)}>
            <FolderOpen className="small" /> {t('importing.folder')}
          </button>
        </div>
      ) : null}
      <form
        className="import-form"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <input
          className="field"
          aria-label={t('importing.path')}
          placeholder={t('importing.path')}
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
        {fault ? <ErrorNote fault={fault} /> : null}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t('importing.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={path.trim() === ''}>
            {t('importing.add')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
