import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { FacetsDialog } from './facets-dialog.tsx'

export interface DocumentFacetsProps {
  readonly documents: readonly DocumentRow[]
  readonly onClose: () => void
}

/** The dialog for one document, called by its name, or for several. */
export function DocumentFacets({ documents, onClose }: DocumentFacetsProps) {
  const { knowledge } = usePage()
  const t = useWords('knowledge')
  const [first, ...others] = documents
  const title = others.length === 0 && first ? first.name : t('facets.title', { count: documents.length })
  const ids = documents.map(({ id }) => id)
  return (
    <FacetsDialog
      title={title}
      of={documents}
      onSave={(change) => knowledge.getState().organise(ids, change)}
      onClose={onClose}
    />
  )
}
