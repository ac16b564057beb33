import { Upload } from 'lucide-react'
import { type RefObject, useDeferredValue, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import { WatchChips } from '../watched-folders/watch-chips.tsx'
import { chooseDocuments, type DocumentWish, groups, inGroup, orders } from './choose-documents.ts'
import { DocumentTable } from './document-table.tsx'
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
      {documents.length > 0 ? <Documents documents={documents} scroller={scroller} /> : null}
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

function Documents({ documents, scroller }: Omit<DocumentsViewProps, 'collectionId'>) {
  const t = useWords('knowledge')
  const [wish, setWish] = useState<DocumentWish>({ text: '', group: 'all', order: 'newest' })
  const change = (part: Partial<DocumentWish>): void => setWish({ ...wish, ...part })
  // Typing stays quick however long the list is.
  const settled = useDeferredValue(wish)
  const shown = useMemo(() => chooseDocuments(documents, settled), [documents, settled])
  const choices = groups.map((value) => ({ value, name: t(`group.${value}`, { number: inGroup(documents, value).length }) }))
  return (
    <>
      <div className="row document-filter">
        <input
          type="search"
          className="field"
          aria-label={t('find')}
          placeholder={t('find')}
          value={wish.text}
          onChange={(event) => change({ text: event.target.value })}
        />
        <Segments label={t('group.label')} value={wish.group} choices={choices} onChange={(group) => change({ group })} />
        <span className="push" />
        <Select
          label={t('order.label')}
          value={wish.order}
          choices={orders.map((value) => ({ value, name: t(`order.${value}`) }))}
          onChange={(order) => change({ order })}
        />
      </div>
      {shown.length === 0 ? <p className="cap">{t('nothingFound')}</p> : <DocumentTable documents={shown} scroller={scroller} />}
    </>
  )
}
