import { Check, Clock, Ellipsis, FileCode, FileText, FileWarning, ListTree, RefreshCw, Trash2, TriangleAlert } from 'lucide-react'
import { memo, useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { PassagesDialog } from './passages-dialog.tsx'

export interface DocumentLineProps {
  readonly document: DocumentRow
  /** Of the table's row, from 1. */
  readonly number: number
}

export const DocumentLine = memo(function DocumentLine({ document, number }: DocumentLineProps) {
  const t = useWords('knowledge')
  const { name, path, pages, size_bytes, passages, status, updated_at, fault, warnings } = document
  return (
    <>
      <tr aria-rowindex={number} className={fault ? 'faulty' : undefined}>
        <td>
          <span className="row" title={path ?? undefined}>
            <KindIcon document={document} /> <b className="cut">{name}</b>
          </span>
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

function KindIcon({ document: { status, kind } }: Pick<DocumentLineProps, 'document'>) {
  if (status === 'failed') return <FileWarning className="bad" />
  return kind === 'html' ? <FileCode /> : <FileText />
}

/** What a document can be asked for; the faults of these show where every other does. */
function useDocumentActions(id: string) {
  const { knowledge, toasts } = usePage()
  const { retry, removeDocument } = knowledge.getState()
  const act = (work: (id: string) => Promise<void>) => (): void => void toasts.getState().attempt(() => work(id))
  return { retry: act(retry), remove: act(removeDocument) }
}

function FaultLine({ document: { id, name, fault } }: Pick<DocumentLineProps, 'document'>) {
  const t = useWords('knowledge')
  const faults = useFaults()
  const { retry, remove } = useDocumentActions(id)
  if (fault === null) return null
  return (
    <tr className="fix">
      <td colSpan={6}>
        <div className="row document-fault">
          <p>{faults.sentence(fault)}</p>
          <button type="button" className="button sm" aria-label={t('againNamed', { name })} onClick={retry}>
            {t('again')}
          </button>
          <button type="button" className="button sm quiet" aria-label={t('removeNamed', { name })} onClick={remove}>
            {t('remove')}
          </button>
        </div>
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
  const { retry, remove } = useDocumentActions(document.id)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Menu label={t('more', { name: document.name })} face={<Ellipsis className="small" />}>
        {(document.passages ?? 0) > 0 ? (
          <button type="button" onClick={() => setOpen(true)}>
            <ListTree className="small" /> {t('showPassages')}
          </button>
        ) : null}
        {document.path === null && document.status !== 'failed' ? null : (
          <button type="button" onClick={retry}>
            <RefreshCw className="small" /> {t('readAgain')}
          </button>
        )}
        <button type="button" onClick={remove}>
          <Trash2 className="small" /> {t('remove')}
        </button>
      </Menu>
      {isOpen ? <PassagesDialog document={document} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
