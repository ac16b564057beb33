import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface ViewerFootProps {
  readonly document: DocumentRow
  readonly children?: ReactNode
}

/** Below the document: where one is in it, and the way to the file itself. */
export function ViewerFoot({ document: { id, path }, children }: ViewerFootProps) {
  const { link, toasts } = usePage()
  const t = useWords('sources')
  const open = (): void => void toasts.getState().attempt(() => link.api.documents.openOriginal({ id }))
  return (
    <div className="pager">
      {children}
      {path === null ? null : (
        <button type="button" className="act push" onClick={open}>
          <ExternalLink className="small" />
          {t('openFile')}
        </button>
      )}
    </div>
  )
}
