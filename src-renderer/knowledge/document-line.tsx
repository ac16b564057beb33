import {
  Check,
  Clock,
  Ellipsis,
  FileCode,
  FileText,
  FileWarning,
  ListTree,
  RefreshCw,
  Tag,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import { memo, useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { DocumentFacets } from './document-facets.tsx'
import { facetWords } from './facet-words.ts'
import { PassagesDialog } from './passages-dialog.tsx'
import { RemoveDocument } from './remove-document.tsx'

export interface DocumentLineProps {
  readonly document: DocumentRow
  /** Of the table's row, from 1. */
  readonly number: number
  readonly isChosen: boolean
  readonly onChoose: (id: string, isChosen: boolean) => void
}

export const DocumentLine = memo(function DocumentLine({ document, number, isChosen, onChoose }: DocumentLineProps) {
  const t = useWords('knowledge')
  const { id, pages, size_bytes, passages, status, updated_at, fault, warnings } = document
  return (
    <>
      <tr aria-rowindex={number} className={fault ? 'faulty' : undefined}>
        <td>
          <DocumentName document={document} isChosen={isChosen} onChoose={(is) => onChoose(id, is)} />
        </td>
        <td className="number">
          {pages === null || pages < 2 ? t('size', { value: size_bytes }) : t('pages', { count: pages })}
        </td>
        <td className="number">{t('number', { value: passages ?? 0 })}</td>
        <td>
          <span className="document-status">
            {status === 'ready' ? <Check className="ok" /> : status === 'failed' ? <TriangleAlert className="bad" /> : <Clock />}
            {t(`status.${status}`)}
          </span>
        </td>
        <td>{t('day', { at: updated_at })}</td>
        <td>
          <DocumentMenu document={document} />
        </td>
      </tr>
      {fault ? <FaultLine document={document} /> : <WarningLine warnings={warnings} />}
    </>
  )
})

interface DocumentNameProps extends Pick<DocumentLineProps, 'document' | 'isChosen'> {
  readonly onChoose: (isChosen: boolean) => void
}

/** The box to choose it by stands in the place of its icon, where the pointer or the focus is and where some are chosen. */
function DocumentName({ document, isChosen, onChoose }: DocumentNameProps) {
  const t = useWords('knowledge')
  const said = facetWords(t, document)
  return (
    <span className="row" title={document.path ?? undefined}>
      <span className="document-mark">
        <KindIcon document={document} />
        <input
          type="checkbox"
          aria-label={t('facets.choose', { name: document.name })}
          checked={isChosen}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </span>
      <span className="document-name">
        <b className="cut">{document.name}</b>
        {said === '' ? null : <small className="cut">{said}</small>}
      </span>
    </span>
  )
}

function KindIcon({ document: { status, kind } }: Pick<DocumentLineProps, 'document'>) {
  if (status === 'failed') return <FileWarning className="bad" />
  return kind === 'html' ? <FileCode /> : <FileText />
}

/** Its fault shows where every other does. */
function useRetry(id: string): () => void {
  const { knowledge, toasts } = usePage()
  return () => void toasts.getState().attempt(() => knowledge.getState().retry(id))
}

function FaultLine({ document }: Pick<DocumentLineProps, 'document'>) {
  const { id, name, fault } = document
  const t = useWords('knowledge')
  const faults = useFaults()
  const retry = useRetry(id)
  const [isRemoving, setRemoving] = useState(false)
  if (fault === null) return null
  return (
    <tr className="fix">
      <td colSpan={6}>
        <div className="row document-fault">
          <p>{faults.sentence(fault)}</p>
          <button type="button" className="button sm" aria-label={t('againNamed', { name })} onClick={retry}>
            {t('again')}
          </button>
          <button
            type="button"
            className="button sm quiet"
            aria-label={t('removeNamed', { name })}
            onClick={() => setRemoving(true)}
          >
            {t('removeAsk')}
          </button>
        </div>
        {isRemoving ? <RemoveDocument document={document} onClose={() => setRemoving(false)} /> : null}
      </td>
    </tr>
  )
}

/** What was not read of a document that is otherwise ready. */
function WarningLine({ warnings }: Pick<DocumentRow, 'warnings'>) {
  const faults = useFaults()
  const sentences = warnings.map(faults.warning).filter((sentence) => sentence !== undefined)
  if (sentences.length === 0) return null
  return (
    <tr className="fix">
      <td colSpan={6}>
        <p className="cap">{sentences.join(' ')}</p>
      </td>
    </tr>
  )
}

function DocumentMenu({ document }: Pick<DocumentLineProps, 'document'>) {
  const t = useWords('knowledge')
  const retry = useRetry(document.id)
  const [open, setOpen] = useState<'passages' | 'facets' | 'removal' | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <Menu label={t('more', { name: document.name })} face={<Ellipsis className="small" />}>
        {(document.passages ?? 0) > 0 ? (
          <button type="button" onClick={() => setOpen('passages')}>
            <ListTree className="small" /> {t('showPassages')}
          </button>
        ) : null}
        <button type="button" onClick={() => setOpen('facets')}>
          <Tag className="small" /> {t('facets.edit')}
        </button>
        {document.path === null && document.status !== 'failed' ? null : (
          <button type="button" onClick={retry}>
            <RefreshCw className="small" /> {t('readAgain')}
          </button>
        )}
        <button type="button" onClick={() => setOpen('removal')}>
          <Trash2 className="small" /> {t('removeAsk')}
        </button>
      </Menu>
      {open === 'passages' ? <PassagesDialog document={document} onClose={close} /> : null}
      {open === 'facets' ? <DocumentFacets documents={[document]} onClose={close} /> : null}
      {open === 'removal' ? <RemoveDocument document={document} onClose={close} /> : null}
    </>
  )
}
