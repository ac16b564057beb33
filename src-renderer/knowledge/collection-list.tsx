import { Ellipsis, Folder, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import { manyText } from '../ui/figures.ts'
import { Menu } from '../ui/menu.tsx'
import { NameField } from '../ui/name-field.tsx'
import { usePage } from '../use-page.ts'

export function CollectionList({ chosenId }: { readonly chosenId: string | undefined }) {
  const { knowledge, toasts } = usePage()
  const collections = useStore(knowledge, (state) => state.collections)
  const [isNaming, setNaming] = useState(false)
  const create = (name: string): void => {
    setNaming(false)
    void toasts.getState().attempt(() => knowledge.getState().create(name))
  }
  return (
    <section className="collections" aria-label="Collections">
      <div className="collections-head">
        <h2>Knowledge</h2>
        <button type="button" className="icon-button" aria-label="New collection" onClick={() => setNaming(true)}>
          <Plus />
        </button>
      </div>
      {isNaming ? <NameField label="Name of the collection" name="" onDone={create} onCancel={() => setNaming(false)} /> : null}
      <ul>
        {collections.map((collection) => (
          <CollectionItem key={collection.id} collection={collection} isChosen={collection.id === chosenId} />
        ))}
      </ul>
      <p className="cap">Documents stay on this device.</p>
    </section>
  )
}

interface CollectionItemProps {
  readonly collection: CollectionRow
  readonly isChosen: boolean
}

function CollectionItem({ collection: { id, name }, isChosen }: CollectionItemProps) {
  const { knowledge, toasts } = usePage()
  const count = useStore(
    knowledge,
    ({ documents }) =>
      documents
        .values()
        .filter(({ collection_id }) => collection_id === id)
        .toArray().length,
  )
  const [state, setState] = useState<'shown' | 'renaming' | 'removing'>('shown')
  const act = (work: () => Promise<void>): void => {
    setState('shown')
    void toasts.getState().attempt(work)
  }
  const { choose, rename, remove } = knowledge.getState()
  if (state === 'renaming')
    return (
      <li>
        <NameField
          label="Name of the collection"
          name={name}
          onCancel={() => setState('shown')}
          onDone={(text) => act(() => rename(id, text))}
        />
      </li>
    )
  if (state === 'removing')
    return <RemoveQuestion name={name} onKeep={() => setState('shown')} onRemove={() => act(() => remove(id))} />
  return (
    <li className="collection" data-selected={isChosen}>
      <button type="button" aria-current={isChosen ? 'true' : undefined} onClick={() => choose(id)}>
        <Folder />
        <span className="cut">
          {name}
          <small>{manyText(count, 'document')}</small>
        </span>
      </button>
      <Menu label={`More about ${name}`} face={<Ellipsis className="small" />}>
        <button type="button" onClick={() => setState('renaming')}>
          <Pencil className="small" /> Rename
        </button>
        <button type="button" onClick={() => setState('removing')}>
          <Trash2 className="small" /> Remove…
        </button>
      </Menu>
    </li>
  )
}

interface RemoveQuestionProps {
  readonly name: string
  readonly onKeep: () => void
  readonly onRemove: () => void
}

function RemoveQuestion({ name, onKeep, onRemove }: RemoveQuestionProps) {
  return (
    <li className="remove-question" role="alertdialog" aria-label={`Remove ${name}`}>
      <p>Remove “{name}” and its documents from Hearth? The files themselves stay where they are.</p>
      <div className="row">
        <button type="button" className="button sm" onClick={onRemove}>
          Remove
        </button>
        <button type="button" className="button sm quiet" ref={(button) => button?.focus()} onClick={onKeep}>
          Keep
        </button>
      </div>
    </li>
  )
}
