import { FileText } from 'lucide-react'
import { useStore } from 'zustand'
import { AddDocuments } from '../knowledge/add-documents.tsx'
import { ImportCard } from '../knowledge/import-card.tsx'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

/** The person's own documents, or the samples that ship with Hearth. */
export function FirstDocuments() {
  const { knowledge, toasts } = usePage()
  const t = useWords('firstRun')
  const jobs = useStore(knowledge, (state) => state.jobs)
  const faulty = useStore(knowledge, ({ documents }) => documents.values().find(({ fault }) => fault !== null)?.fault)
  const open = [...jobs.values()].filter(({ status }) => status !== 'done')
  const addSamples = (): void => void toasts.getState().attempt(() => knowledge.getState().addSamples(t('documents.samples')))
  return (
    <>
      {t('documents.now')}
      <div className="first-documents">
        <button type="button" className="button primary" onClick={addSamples}>
          <FileText className="small" /> {t('documents.addSamples')}
        </button>
        <AddDocuments />
      </div>
      {open.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
      {faulty && open.length === 0 ? <ErrorNote fault={faulty} /> : null}
    </>
  )
}
