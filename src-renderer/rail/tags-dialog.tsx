import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { TagRow } from '../../src-shared/rows/conversation.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import type { RailDialogProps } from './rail-dialog-props.ts'

/** Tags of these chats, and all there are: to put on, take off, make and do away with. */
export function TagsDialog({ ids, onClose }: RailDialogProps) {
  const { tags } = usePage()
  const t = useWords('rail')
  const rows = useStore(tags, (state) => state.rows)
  const named = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <Dialog title={t('tags.title', { count: ids.length })} onClose={onClose}>
      <NewTag ids={ids} />
      <div className="choice-list">
        {named.map((tag) => (
          <TagChoice key={tag.id} tag={tag} ids={ids} />
        ))}
        {named.length === 0 ? <p className="cap">{t('tags.none')}</p> : null}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('done')}
        </button>
      </div>
    </Dialog>
  )
}

function NewTag({ ids }: Pick<RailDialogProps, 'ids'>) {
  const { tags, toasts } = usePage()
  const t = useWords('rail')
  const [name, setName] = useState('')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    setName('')
    const known = [...tags.getState().rows.values()].find((tag) => tag.name.toLowerCase() === wanted.toLowerCase())
    void toasts.getState().attempt(async () => {
      const id = known?.id ?? (await tags.getState().create(wanted))
      await tags.getState().mark(ids, id, true)
    })
  }
  return (
    <form className="row" onSubmit={add}>
      <input
        className="field wide"
        aria-label={t('tags.name')}
        placeholder={t('tags.name')}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button">
        <Plus className="small" /> {t('tags.add')}
      </button>
    </form>
  )
}

function TagChoice({ tag, ids }: Pick<RailDialogProps, 'ids'> & { readonly tag: TagRow }) {
  const { tags, toasts } = usePage()
  const t = useWords('rail')
  const [isAsking, setAsking] = useState(false)
  const tagged = useStore(tags, (state) => state.tagged)
  const having = ids.filter((id) => tagged.get(id)?.includes(tag.id) ?? false).length
  const everywhere = [...tagged.values()].filter((of) => of.includes(tag.id)).length
  const attempt = (work: () => Promise<unknown>): void => void toasts.getState().attempt(work)
  if (isAsking)
    return (
      <div className="row tag-choice">
        <span className="cut">{t('tags.removeAsk', { name: tag.name, count: everywhere })}</span>
        <button type="button" className="button sm push" onClick={() => setAsking(false)}>
          {t('cancel')}
        </button>
        <button type="button" className="button sm" onClick={() => attempt(() => tags.getState().remove(tag.id))}>
          {t('tags.remove')}
        </button>
      </div>
    )
  return (
    <div className="row tag-choice">
      <label className="row">
        <input
          type="checkbox"
          checked={having === ids.length}
          ref={(box) => {
            if (box) box.indeterminate = having > 0 && having < ids.length
          }}
          onChange={({ target }) => attempt(() => tags.getState().mark(ids, tag.id, target.checked))}
        />
        <span className="cut">{tag.name}</span>
      </label>
      <button
        type="button"
        className="icon-button push"
        aria-label={t('tags.removeNamed', { name: tag.name })}
        onClick={() => setAsking(true)}
      >
        <Trash2 className="small" />
      </button>
    </div>
  )
}
