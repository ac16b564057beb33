import './watched-folders.css'
import { type FormEvent, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import { faultOf } from '../fault-of.ts'
import type { OpenForm } from '../kept-forms/use-kept-form.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Switch } from '../ui/switch.tsx'
import { usePage } from '../use-page.ts'
import { usePreview } from './use-preview.ts'
import { WatchActions } from './watch-actions.tsx'
import type { WatchRules } from './watch-store.ts'
import { rulesOf, type WrittenWatch } from './written-watch.ts'

export interface WatchDialogProps {
  readonly written: WrittenWatch
  readonly form: Omit<OpenForm<WrittenWatch>, 'fields' | 'open'>
  /** Absent: a new one. */
  readonly folder?: WatchedFolderRow
}

/** A folder to follow, and which of its files; for one that is followed also what can be done with it. */
export function WatchDialog({ written, form, folder }: WatchDialogProps) {
  const { watches } = usePage()
  const t = useWords('watched')
  const [fault, setFault] = useState<Fault | null>(null)
  const { collection_id, path } = written
  const rules = rulesOf(written)
  const { type: onType, close: onClose } = form
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      const { add, change } = watches.getState()
      await (folder ? change(folder.id, rules) : add({ collection_id, path: path.trim(), ...rules }))
      onClose()
    } catch (error) {
      setFault(faultOf(error))
    }
  }
  return (
    <Dialog title={t(folder ? 'dialog.change' : 'dialog.add')} onClose={form.leave} isHeld={form.isChanged}>
      <form className="watch-form" onSubmit={(event) => void save(event)}>
        {fault ? <ErrorNote fault={fault} /> : null}
        {folder ? (
          <WatchActions folder={folder} onClose={onClose} />
        ) : (
          <PathField path={path} onPath={(typed) => onType({ ...written, path: typed })} />
        )}
        <RuleFields written={written} onType={onType} />
        {folder?.state === 'missing' ? null : <Preview path={path} rules={rules} />}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t('close')}
          </button>
          <button type="submit" className="button primary" disabled={path.trim() === ''}>
            {t(folder ? 'save' : 'watch')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface PathFieldProps {
  readonly path: string
  readonly onPath: (path: string) => void
}

/** From the system's dialog where there is a window, else as a path. */
function PathField({ path, onPath }: PathFieldProps) {
  const { link, toasts } = usePage()
  const t = useWords('watched')
  const isWindow = useStore(link.state, ({ info }) => info?.shell === 'electron')
  const pick = async (): Promise<void> => {
    const [picked] = await link.api.window.pickFiles({ title: t('dialog.add'), folders: true })
    if (picked !== undefined) onPath(picked)
  }
  return (
    <>
      <p>{t('dialog.about')}</p>
      <div className="row">
        <input
          className="field"
          aria-label={t('path')}
          placeholder={t('path')}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write here
          autoFocus
          value={path}
          onChange={(event) => onPath(event.target.value)}
        />
        {isWindow ? (
          <button type="button" className="button" onClick={() => void toasts.getState().attempt(pick)}>
            {t('choose')}
          </button>
        ) : null}
      </div>
    </>
  )
}

interface RuleFieldsProps extends Pick<WatchDialogProps, 'written'> {
  readonly onType: (written: WrittenWatch) => void
}

function RuleFields({ written, onType }: RuleFieldsProps) {
  const t = useWords('watched')
  const aboutId = useId()
  return (
    <>
      <div className="watch-patterns">
        {(['include', 'exclude'] as const).map((field) => (
          <label key={field}>
            <span className="cap">{t(`patterns.${field}`)}</span>
            <textarea
              className="field mono"
              rows={3}
              spellCheck={false}
              aria-describedby={aboutId}
              placeholder={t(`patterns.${field}Example`)}
              value={written[field]}
              onChange={(event) => onType({ ...written, [field]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <p className="cap" id={aboutId}>
        {t('patterns.about')}
      </p>
      <div className="row">
        <span>{t('gitignore')}</span>
        <span className="push" />
        <Switch
          label={t('gitignore')}
          isOn={written.use_gitignore}
          onChange={(use_gitignore) => onType({ ...written, use_gitignore })}
        />
      </div>
    </>
  )
}

/** How many files that is, while it is typed. */
function Preview({ path, rules }: { readonly path: string; readonly rules: WatchRules }) {
  const t = useWords('watched')
  const { preview, fault } = usePreview(path.trim(), rules)
  if (path.trim() === '') return null
  if (fault) return <ErrorNote fault={fault} isNews={false} />
  if (!preview) return <p className="cap">{t('preview.looking')}</p>
  const { files, folders, size_bytes: bytes, examples, is_cut: isCut } = preview
  return (
    <div className="watch-preview" role="status">
      <p>{files === 0 ? t('preview.none') : t(isCut ? 'preview.cut' : 'preview.found', { count: files, folders, bytes })}</p>
      <p className="cap cut mono">{examples.join(', ')}</p>
    </div>
  )
}
