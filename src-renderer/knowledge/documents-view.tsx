import { Upload } from 'lucide-react'
import type { RefObject } from 'react'
import { useStore } from 'zustand'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { WatchChips } from '../watched-folders/watch-chips.tsx'
import { DocumentList } from './document-list.tsx'
import { EmbedderCard } from './embedder-card.tsx'
import { ImportCard } from './import-card.tsx'
import { collectionWords } from './knowledge-words.ts'

export interface DocumentsViewProps {
  readonly collectionId: string
  readonly documents: readonly DocumentRow[]
  readonly scroller: RefObject<HTMLDivElement | null>
}

export function DocumentsView({ collectionId, documents, scroller }: DocumentsViewProps) {
  const t = useWords('knowledge')
  const jobs = useStore(usePage().knowledge, (state) => state.jobs)
  const open = [...jobs.values()].filter((job) => job.collection_id === collectionId && job.status !== 'done')
  return (
    <>
      <div className="row collection-facts">
        <WatchChips collectionId={collectionId} />
        {documents.length > 0 ? <p className="cap push">{collectionWords(t, documents)}</p> : null}
      </div>
      <EmbedderCard />
      {open.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
      {documents.length > 0 ? <DocumentList documents={documents} scroller={scroller} /> : null}
      <div className="drop-hint">
        <Upload />
        <p>
          <b>{t('drop.title')}</b>
          <span className="cap">{t('drop.about')}</span>
        </p>
      </div>
    </>
  )
}
