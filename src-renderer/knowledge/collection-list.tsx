import { Ellipsis, Folder, FolderSync, Pencil, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { NameField } from '../ui/name-field.tsx'
import { useKeptFocus } from '../ui/use-kept-focus.ts'
import { usePage } from '../use-page.ts'
import { joined } from './knowledge-words.ts'
import { RemoveCollection } from './remove-collection.tsx'

export function CollectionList({ chosenId }: { readonly chosenId: string | undefined }) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  const collections = useStore(knowledge, (state) => state.collections)
  const [isNaming, setNaming] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  useKeptFocus(list, String(collections.length))
  const create = (name: string): void => {
    setNaming(false)
    void toasts.getState().attempt(() => knowledge.getState().create(name))
  }
  return (
    <section className="collections" aria-label={t('collections')}>
      <div className="collections-head">
        <h2>{t('title')}</h2>
        <button type="button" className="icon-button" aria-label={t('newCollection')} onClick={() => setNaming(true)}>
          <Plus />
        </button>
      </div>
      {isNaming ? <NameField label={t('collectionName')} name="" onDone={create} onCancel={() => setNaming(false)} /> : null}
      <ul ref={list}>
        {collections.map((collection) => (
          <CollectionItem key={collection.id} collection={collection} isChosen={collection.id === chosenId} />
        ))}
      </ul>
      <p className="cap">{t('stays')}</p>
    </section>
  )
}

interface CollectionItemProps {
  readonly collection: CollectionRow
  readonly isChosen: boolean
}

function CollectionItem({ collection: { id, name }, isChosen }: CollectionItemProps) {
  const { knowledge, watches, toasts } = usePage()
  const t = useWords('knowledge')
  const isImporting = useStore(knowledge, ({ jobs }) =>
    jobs.values().some(({ collection_id, status }) => collection_id === id && status === 'running'),
  )
  const count = useStore(knowledge, ({ documents }) =>
    documents.values().reduce((sum, { collection_id }) => sum + (collection_id === id ? 1 : 0), 0),
  )
  // Before they are read it would be said to have none.
  const isLoaded = useStore(knowledge, (state) => state.isLoaded)
  const isRemoving = useStore(knowledge, ({ removing }) => removing.has(id))
  const isWatched = useStore(watches, ({ folders }) => folders.values().some(({ collection_id }) => collection_id === id))
  const doing = isRemoving ? 'removing' : isImporting ? 'importing' : isWatched ? 'watched' : undefined
  const [state, setState] = useState<'shown' | 'renaming' | 'removing'>('shown')
  const { choose, rename } = knowledge.getState()
  const done = (text: string): void => {
    setState('shown')
    void toasts.getState().attempt(() => rename(id, text))
  }
  if (state === 'renaming')
    return (
      <li>
        <NameField label={t('collectionName')} name={name} onCancel={() => setState('shown')} onDone={done} />
      </li>
    )
  return (
    <li className="collection" data-selected={isChosen}>
      <button type="button" aria-current={isChosen ? 'true' : undefined} onClick={() => choose(id)}>
        {isImporting || isWatched ? <FolderSync /> : <Folder />}
        <span className="cut">
          {name}
          <small>{joined([isLoaded ? t('documents', { count }) : '', doing === undefined ? '' : t(doing)])}</small>
        </span>
      </button>
      <Menu label={t('more', { name })} face={<Ellipsis className="small" />}>
        <button type="button" onClick={() => setState('renaming')}>
          <Pencil className="small" /> {t('rename')}
        </button>
        <button type="button" disabled={!isLoaded || isRemoving} onClick={() => setState('removing')}>
          <Trash2 className="small" /> {t('removeAsk')}
        </button>
      </Menu>
      {state === 'removing' ? <RemoveCollection id={id} name={name} count={count} onClose={() => setState('shown')} /> : null}
    </li>
  )
}
