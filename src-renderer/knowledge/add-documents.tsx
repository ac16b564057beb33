import './knowledge.css'
import { Upload } from 'lucide-react'
import { type ChangeEvent, useRef, useState } from 'react'
import { usePage } from '../use-page.ts'

export interface AddDocumentsProps {
  /** Where they go; absent is the first collection, which is made when there is none. */
  readonly collectionId?: string
  readonly isPrimary?: boolean
}

const firstCollection = 'My documents'

/** What the parser reads; other files are refused by the core with a sentence. */
const accepted = '.pdf,.docx,.html,.htm,.md,.markdown,.txt,.text,.log,.rst'

/** Files from a dialog, or a path on this machine, which may be a folder. */
export function AddDocuments({ collectionId, isPrimary = false }: AddDocumentsProps) {
  const { knowledge } = usePage()
  const add = useAddTo(collectionId)
  const picker = useRef<HTMLInputElement>(null)
  const onPick = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = [...(event.target.files ?? [])]
    event.target.value = ''
    if (files.length > 0) add((id) => knowledge.getState().addFiles(id, files))
  }
  return (
    <div className="add-documents">
      <input ref={picker} type="file" multiple accept={accepted} hidden aria-label="Files" onChange={onPick} />
      <button type="button" className={isPrimary ? 'button primary' : 'button'} onClick={() => picker.current?.click()}>
        <Upload className="small" /> Add files
      </button>
      <PathForm onPath={(path) => add((id) => knowledge.getState().importPath(id, path))} />
    </div>
  )
}

function PathForm({ onPath }: { readonly onPath: (path: string) => void }) {
  const [path, setPath] = useState('')
  return (
    <form
      className="row path-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (path.trim() === '') return
        onPath(path.trim())
        setPath('')
      }}
    >
      <input
        className="field"
        aria-label="Path of a file or folder"
        placeholder="Path of a file or folder"
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <button type="submit" className="button" disabled={path.trim() === ''}>
        Import
      </button>
    </form>
  )
}

/** Does it with a collection to put things in. */
export function useAddTo(collectionId: string | undefined) {
  const { knowledge, toasts } = usePage()
  return (work: (collectionId: string) => Promise<void>): void => {
    const { collections, create } = knowledge.getState()
    const id = collectionId ?? collections[0]?.id
    void toasts.getState().attempt(async () => await work(id ?? (await create(firstCollection))))
  }
}
