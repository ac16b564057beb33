import './first-run.css'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { AddDocuments } from '../knowledge/add-documents.tsx'
import { ImportCard } from '../knowledge/import-card.tsx'
import { defaultChatModel } from '../models/model-store.ts'
import { PersonaChoice } from '../personas/persona-choice.tsx'
import { usePage } from '../use-page.ts'

/** In the place of an empty chat: what is still missing before a question can be answered from documents. */
export function FirstRun() {
  const { models, knowledge, link } = usePage()
  const hasModel = useStore(models, ({ entries }) => defaultChatModel(entries) !== undefined)
  const hasDocuments = useStore(knowledge, ({ documents }) => [...documents.values()].some(({ status }) => status === 'ready'))
  const isKnown = useStore(models, (state) => state.isLoaded)
  const isRead = useStore(knowledge, (state) => state.isLoaded)
  const folder = useStore(link.state, (state) => state.info?.data_folder)
  if (!isKnown || !isRead) return null
  if (hasModel && hasDocuments)
    return (
      <div className="welcome">
        <h2>What do you want to know?</h2>
        <p>Answers come from your documents and from a model on this device. Each one names the passages it was written from.</p>
        <PersonaChoice />
      </div>
    )
  return (
    <div className="welcome">
      <h2>A private assistant that answers from your own documents</h2>
      <ol className="steps">
        <Step number={1} title="Where your data lives" state="done">
          In <code>{folder}</code> on this device. Nothing is uploaded.
        </Step>
        <Step number={2} title="A model for this machine" state={hasModel ? 'done' : 'now'}>
          {hasModel ? 'It answers on this device, without a network.' : <ChooseModel />}
        </Step>
        <Step number={3} title="Add documents" state={hasModel ? 'now' : 'later'}>
          {hasModel ? <FirstDocuments /> : 'PDF, Word, HTML, Markdown and plain text.'}
        </Step>
      </ol>
    </div>
  )
}

function ChooseModel() {
  const { models, place, toasts } = usePage()
  return (
    <>
      The demo model quotes your documents and needs no download. A larger one writes in its own words.
      <span className="row">
        <button
          type="button"
          className="button primary"
          onClick={() => void toasts.getState().attempt(models.getState().addDemo)}
        >
          Use the demo model
        </button>
        <button type="button" className="button" onClick={() => place.getState().go({ page: 'models' })}>
          Choose a model
        </button>
      </span>
    </>
  )
}

function FirstDocuments() {
  const jobs = useStore(usePage().knowledge, (state) => state.jobs)
  const faulty = useStore(usePage().knowledge, ({ documents }) => documents.values().find(({ fault }) => fault !== null)?.fault)
  const open = [...jobs.values()].filter(({ status }) => status !== 'done')
  return (
    <>
      <AddDocuments isPrimary />
      {open.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
      {faulty && open.length === 0 ? <p className="cap">{errorSentence(faulty)}</p> : null}
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  readonly children: ReactNode
}

function Step({ number, title, state, children }: StepProps) {
  return (
    <li className={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className="mark">{state === 'done' ? <Check className="small ok" aria-label="Done" /> : number}</span>
      <div>
        <b>{title}</b>
        <div className="says">{children}</div>
      </div>
    </li>
  )
}
