import './knowledge.css'
import { FolderPlus, Plus } from 'lucide-react'
import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { documentKinds } from '../../src-shared/engine/document-kinds.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import { useAddTo } from './use-add-to.ts'

export interface AddDocumentsProps {
  /** Where they go; absent is the first collection, which is made when there is none. */
  readonly collectionId?: string
  readonly isPrimary?: boolean
}

/** What the parser reads; other files are refused by the core with a sentence. */
const accepted = Object.values(documentKinds)
  .flat()
  .map((extension) => `.${extension}`)
  .join(',')

/** Files or a folder: from the system's dialog where there is a window, from the browser's or by a path where there is none. */
export function AddDocuments({ collectionId, isPrimary = false }: AddDocumentsProps) {
  const { knowledge, link } = usePage()
  const t = useWords('knowledge')
  const add = useAddTo(collectionId)
  const isWindow = useStore(link.state, ({ info }) => info?.shell === 'electron')
  const files = useRef<HTMLInputElement>(null)
  const [isAsking, setAsking] = useState(false)
  const onPick = (event: ChangeEvent<HTMLInputElement>): void => {
    const picked = [...(event.target.files ?? [])]
    event.target.value = ''
    if (picked.length > 0) add((id) => knowledge.getState().addFiles(id, picked))
  }
  const pick = (folders: boolean): void =>
    add(async (id) => {
      const paths = await link.api.window.pickFiles({ title: t(folders ? 'addFolder' : 'addFiles'), folders })
      if (paths.length > 0) await knowledge.getState().importPaths(id, paths)
    })
  return (
    <div className="add-documents">
      <input ref={files} type="file" multiple accept={accepted} hidden aria-label={t('addFiles')} onChange={onPick} />
      <button type="button" className="button" onClick={() => (isWindow ? pick(true) : setAsking(true))}>
        <FolderPlus className="small" /> {t('addFolder')}
      </button>
      <button
        type="button"
        className={isPrimary ? 'button primary' : 'button'}
        onClick={() => (isWindow ? pick(false) : files.current?.click())}
      >
        <Plus className="small" /> {t('addFiles')}
      </button>
      {isAsking ? (
        <FolderDialog
          onClose={() => setAsking(false)}
          onFiles={(picked) => add((id) => knowledge.getState().addFiles(id, picked))}
          onPath={(path) => add((id) => knowledge.getState().importPaths(id, [path]))}
        />
      ) : null}
    </div>
  )
}

interface FolderDialogProps {
  readonly onClose: () => void
  readonly onFiles: (files: readonly File[]) => void
  readonly onPath: (path: string) => void
}

/** A path can be read again when its files change; what a browser hands over are copies. */
function FolderDialog({ onClose, onFiles, onPath }: FolderDialogProps) {
  const t = useWords('knowledge')
  const folder = useRef<HTMLInputElement>(null)
  const [path, setPath] = useState('')
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), [])
  const onPick = (event: ChangeEvent<HTMLInputElement>): void => {
    onFiles([...(event.target.files ?? [])].filter(({ name }) => !name.startsWith('.')))
    onClose()
  }
  const submit = (): void => {
    onPath(path.trim())
    onClose()
  }
  return (
    <Dialog title={t('folder.title')} onClose={onClose}>
      <p>{t('folder.about')}</p>
      <form
        className="folder-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <input
          className="field"
          aria-label={t('folder.path')}
          placeholder={t('folder.path')}
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
        <input ref={folder} type="file" multiple hidden aria-label={t('folder.copy')} onChange={onPick} />
        <div className="dialog-actions">
          <button type="button" className="button quiet" onClick={() => folder.current?.click()}>
            {t('folder.copy')}
          </button>
          <button type="submit" className="button primary" disabled={path.trim() === ''}>
            {t('folder.import')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
