import './knowledge.css'
import { type DragEvent, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { AddDocuments, useAddTo } from './add-documents.tsx'
import { CollectionList } from './collection-list.tsx'
import { DocumentTable } from './document-table.tsx'
import { ImportCard } from './import-card.tsx'
import { collectionWords } from './knowledge-words.ts'

export function KnowledgePage() {
  const collection = useChosenCollection()
  const { drop, isOver } = useDrop(collection?.id)
  return (
    <div className={isOver ? 'knowledge over' : 'knowledge'} {...drop}>
      <CollectionList chosenId={collection?.id} />
      <div className="knowledge-main">
        <PageHeader title={collection?.name ?? 'Knowledge'} />
        {collection ? <Collection id={collection.id} /> : <Empty />}
      </div>
    </div>
  )
}

/** The one that was chosen, or the first. */
function useChosenCollection() {
  const { knowledge } = usePage()
  const collections = useStore(knowledge, (state) => state.collections)
  const chosenId = useStore(knowledge, (state) => state.chosenId)
  return collections.find(({ id }) => id === chosenId) ?? collections[0]
}

function Empty() {
  return (
    <div className="page-body">
      <p>What you add here is read on this device, and answers name the passages they were written from.</p>
      <AddDocuments isPrimary />
      <p className="cap">You can also drop files anywhere on this page.</p>
    </div>
  )
}

function Collection({ id }: { readonly id: string }) {
  const { knowledge } = usePage()
  const all = useStore(knowledge, (state) => state.documents)
  const jobs = useStore(knowledge, (state) => state.jobs)
  const documents = useMemo(() => [...all.values()].filter(({ collection_id }) => collection_id === id).toReversed(), [all, id])
  const open = [...jobs.values()].filter(({ collection_id, status }) => collection_id === id && status !== 'done')
  return (
    <div className="page-body">
      <div className="row knowledge-head">
        <AddDocuments collectionId={id} isPrimary />
        <span className="cap push">{collectionWords(documents)}</span>
      </div>
      {open.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
      {documents.length === 0 ? (
        <p className="drop-hint">Drop files here. PDF, Word, HTML, Markdown and plain text are read; they stay on this device.</p>
      ) : (
        <DocumentTable documents={documents} />
      )}
    </div>
  )
}

function useDrop(collectionId: string | undefined) {
  const { knowledge } = usePage()
  const [isOver, setOver] = useState(false)
  const add = useAddTo(collectionId)
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) add((id) => knowledge.getState().addFiles(id, files))
  }
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault()
    setOver(true)
  }
  return { isOver, drop: { onDrop, onDragOver, onDragLeave: () => setOver(false) } }
}
