import { Check, Folder, FolderMinus, FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { inOrder } from '../conversations/folder-store.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import type { RailDialogProps } from './rail-dialog-props.ts'
import { useTidy } from './use-tidy.ts'

/** The way into and out of folders without a pointer: type to narrow the list, or to name a new one. */
export function MoveDialog({ ids, onClose }: RailDialogProps) {
  const page = usePage()
  const t = useWords('rail')
  const tidy = useTidy()
  const [text, setText] = useState('')
  const folders = inOrder(useStore(page.folders, (state) => state.rows).values())
  const here = useStore(page.conversations, ({ rows }) => rows.get(ids[0] ?? '')?.folder_id ?? null)
  const wanted = text.trim().toLowerCase()
  const found = folders.filter(({ name }) => name.toLowerCase().includes(wanted))
  const isNew = wanted !== '' && !folders.some(({ name }) => name.toLowerCase() === wanted)
  const move = (folderId: string | null): void => {
    onClose()
    tidy.move(ids, folderId)
  }
  const moveToNew = (): void =>
    void page.toasts.getState().attempt(async () => move(await page.folders.getState().create(text.trim())))
  return (
    <Dialog title={t('move.title', { count: ids.length })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const [first] = found
          if (first) move(first.id)
          else if (isNew) moveToNew()
        }}
      >
        <input
          className="field wide"
          aria-label={t('move.find')}
          placeholder={t('move.find')}
          value={text}
          maxLength={80}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <div className="choice-list">
        {found.map(({ id, name }) => (
          <button key={id} type="button" className="rail-button" onClick={() => move(id)}>
            <Folder /> <span className="cut">{name}</span> {id === here ? <Check className="small push" /> : null}
          </button>
        ))}
        {isNew ? (
          <button type="button" className="rail-button" onClick={moveToNew}>
            <FolderPlus /> <span className="cut">{t('move.create', { name: text.trim() })}</span>
          </button>
        ) : null}
        {here !== null && wanted === '' ? (
          <button type="button" className="rail-button" onClick={() => move(null)}>
            <FolderMinus /> {t('move.out')}
          </button>
        ) : null}
        {found.length === 0 && !isNew && here === null ? <p className="cap">{t('move.none')}</p> : null}
      </div>
    </Dialog>
  )
}
