import { Tag, X } from 'lucide-react'
import { useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { DocumentFacets } from './document-facets.tsx'

export interface ChosenDocumentsProps {
  readonly documents: readonly DocumentRow[]
  readonly onNone: () => void
}

/** What can be done with the chosen documents. */
export function ChosenDocuments({ documents, onNone }: ChosenDocumentsProps) {
  const t = useWords('knowledge')
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="chosen-documents row" role="toolbar" aria-label={t('facets.chosenActions')}>
      <span role="status">{t('facets.chosen', { count: documents.length })}</span>
      <button type="button" className="button sm" onClick={() => setOpen(true)}>
        <Tag className="small" /> {t('facets.edit')}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('facets.chooseNone')}
        title={t('facets.chooseNone')}
        onClick={onNone}
      >
        <X className="small" />
      </button>
      {isOpen ? <DocumentFacets documents={documents} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}
