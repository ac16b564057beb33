import './facets.css'
import '../ui/list-table.css'
import './knowledge.css'
import { MessageSquare } from 'lucide-react'
import { type DragEvent, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { CollectionRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { askInNewChat } from '../search-page/show-search-page.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { Segments } from '../ui/segments.tsx'
import { usePage } from '../use-page.ts'
import { WatchButton } from '../watched-folders/watch-button.tsx'
import { byPath, droppedOn } from '../window/path-of.ts'
import { AddDocuments } from './add-documents.tsx'
import { CollectionList } from './collection-list.tsx'
import { DocumentsView } from './documents-view.tsx'
import { knowledgeViews } from './knowledge-store.ts'
import { OptionsView } from './options-view.tsx'
import { Playground } from './playground.tsx'
import { useAddTo } from './use-add-to.ts'

export function KnowledgePage() {
  const t = useWords('knowledge')
  const areRead = useStore(usePage().knowledge, (state) => state.areCollectionsRead)
  const collection = useChosenCollection()
  const { drop, isOver } = useDrop(collection?.id)
  return (
    <div className={isOver ? 'knowledge over' : 'knowledge'} {...drop}>
      <CollectionList chosenId={collection?.id} />
      <div className="knowledge-main">
        {collection ? (
          <Collection key={collection.id} collection={collection} />
        ) : (
          <>
            <PageHeader title={t('title')} />
            {areRead ? <Empty /> : null}
          </>
        )}
      </div>
    </div>
  )
}

/** The one that was chosen, or the first. */
function useChosenCollection(): CollectionRow | undefined {
  const { knowledge } = usePage()
  const collections = useStore(knowledge, (state) => state.collections)
  const chosenId = useStore(knowledge, (state) => state.chosenId)
  return collections.find(({ id }) => id === chosenId) ?? collections[0]
}

function Empty() {
  const t = useWords('knowledge')
  return (
    <div className="page-body">
      <p>{t('empty.about')}</p>
      <AddDocuments isPrimary />
      <p className="cap">{t('empty.drop')}</p>
    </div>
  )
}

function Collection({ collection: { id, name } }: { readonly collection: CollectionRow }) {
  const { knowledge } = usePage()
  const t = useWords('knowledge')
  const view = useStore(knowledge, (state) => state.view)
  const all = useStore(knowledge, (state) => state.documents)
  const documents = useMemo(() => [...all.values()].filter(({ collection_id }) => collection_id === id), [all, id])
  const scroller = useRef<HTMLDivElement>(null)
  return (
    <>
      <PageHeader title={name}>
        <Segments
          label={t('view.label')}
          value={view}
          choices={knowledgeViews.map((value) => ({ value, name: t(`view.${value}`) }))}
          onChange={knowledge.getState().show}
        />
        <span className="push" />
        {view === 'documents' ? (
          <>
            <WatchButton collectionId={id} />
            <AddDocuments collectionId={id} isPrimary />
          </>
        ) : null}
        {view === 'search' ? <AskButton collectionId={id} /> : null}
      </PageHeader>
      <div className="page-body" ref={scroller}>
        {view === 'documents' ? <DocumentsView collectionId={id} documents={documents} scroller={scroller} /> : null}
        {view === 'search' ? <Playground collectionId={id} documents={documents} /> : null}
        {view === 'options' ? <OptionsView id={id} name={name} documents={documents} /> : null}
      </div>
    </>
  )
}

/** Takes the question and the collection to a new chat. */
function AskButton({ collectionId }: { readonly collectionId: string }) {
  const page = usePage()
  const { playground, choices } = page
  const t = useWords('knowledge')
  const query = useStore(playground, (state) => state.query)
  const ask = (): void => {
    choices.getState().setNewCollections([collectionId])
    askInNewChat(page, query)
  }
  return (
    <button type="button" className="button" disabled={query.trim() === ''} onClick={ask}>
      <MessageSquare className="small" /> {t('askInChat')}
    </button>
  )
}

function useDrop(collectionId: string | undefined) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  const [isOver, setOver] = useState(false)
  const add = useAddTo(collectionId)
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const { paths, files, folders } = byPath(droppedOn(event.dataTransfer))
    for (const name of folders) toasts.getState().show({ kind: 'note', text: t('droppedFolder', { name }) })
    if (paths.length > 0) add((id) => knowledge.getState().importPaths(id, paths))
    if (files.length > 0) add((id) => knowledge.getState().addFiles(id, files))
  }
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault()
    setOver(true)
  }
  return { isOver, drop: { onDrop, onDragOver, onDragLeave: () => setOver(false) } }
}
