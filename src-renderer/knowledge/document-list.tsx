import { type RefObject, useDeferredValue, useMemo, useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { chooseDocuments, type DocumentWish, everyDocument } from './choose-documents.ts'
import { ChosenDocuments } from './chosen-documents.tsx'
import { DocumentFilter } from './document-filter.tsx'
import { DocumentTable } from './document-table.tsx'
import { useChosen } from './use-chosen.ts'

export interface DocumentListProps {
  readonly documents: readonly DocumentRow[]
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The documents of a collection: narrowed, put in order, and chosen to do something with several. */
export function DocumentList({ documents, scroller }: DocumentListProps) {
  const t = useWords('knowledge')
  const [wish, setWish] = useState<DocumentWish>(everyDocument)
  // Typing stays quick however long the list is.
  const settled = useDeferredValue(wish)
  const shown = useMemo(() => chooseDocuments(documents, settled), [documents, settled])
  const choice = useChosen(shown)
  return (
    <>
      <DocumentFilter documents={documents} wish={wish} onWish={setWish} />
      {choice.chosen.length > 0 ? <ChosenDocuments documents={choice.chosen} onNone={choice.none} /> : null}
      {shown.length === 0 ? (
        <p className="cap">{t('nothingFound')}</p>
      ) : (
        <DocumentTable documents={shown} choice={choice} scroller={scroller} />
      )}
    </>
  )
}
