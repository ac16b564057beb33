import { Check, Clock, FileText, RefreshCw, Trash2, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { countText, dayText, sizeText } from '../ui/figures.ts'
import { usePage } from '../use-page.ts'
import { statusWords } from './knowledge-words.ts'

/** The most lines drawn at once; a collection with more says so. */
const most = 500

export function DocumentTable({ documents }: { readonly documents: readonly DocumentRow[] }) {
  return (
    <>
      <table className="documents">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col" className="number">
              Passages
            </th>
            <th scope="col">Status</th>
            <th scope="col">Changed</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {documents.slice(0, most).map((document) => (
            <DocumentLine key={document.id} document={document} />
          ))}
        </tbody>
      </table>
      {documents.length > most ? (
        <p className="cap">
          The newest {countText(most)} of {countText(documents.length)} are shown.
        </p>
      ) : null}
    </>
  )
}

const DocumentLine = memo(function DocumentLine({ document }: { readonly document: DocumentRow }) {
  const { id, name, path, pages, size_bytes, passages, status, updated_at, fault } = document
  const { knowledge, toasts } = usePage()
  const { retry, removeDocument } = knowledge.getState()
  const act = (work: (id: string) => Promise<void>) => (): void => void toasts.getState().attempt(() => work(id))
  return (
    <>
      <tr className={fault ? 'faulty' : undefined}>
        <td>
          <span className="row" title={path ?? undefined}>
            <FileText /> <b className="cut">{name}</b>
          </span>
        </td>
        <td className="number">{pages === null || pages < 2 ? sizeText(size_bytes) : `${countText(pages)} pages`}</td>
        <td className="number">{countText(passages ?? 0)}</td>
        <td>
          <Status status={status} />
        </td>
        <td>{dayText(updated_at, { now: Date.now() })}</td>
        <td>
          <button type="button" className="icon-button" aria-label={`Remove ${name}`} onClick={act(removeDocument)}>
            <Trash2 className="small" />
          </button>
        </td>
      </tr>
      {fault ? (
        <tr>
          <td colSpan={6}>
            <div className="row document-fault">
              <p>{errorSentence(fault)}</p>
              <button type="button" className="button sm" aria-label={`Try ${name} again`} onClick={act(retry)}>
                <RefreshCw className="small" /> Try again
              </button>
            </div>
          </td>
        </tr>
      ) : null}
    </>
  )
})

function Status({ status }: { readonly status: DocumentRow['status'] }) {
  return (
    <span className="document-status">
      {status === 'ready' ? <Check className="ok" /> : status === 'failed' ? <TriangleAlert className="bad" /> : <Clock />}
      {statusWords[status]}
    </span>
  )
}
