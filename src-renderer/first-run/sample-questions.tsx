import { MessageSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Each with the sample that answers it. */
const samples = [
  { file: 'Pump manual.md', key: 'pump' },
  { file: 'Letter from the landlord.txt', key: 'letter' },
  { file: 'Reisekosten.html', key: 'travel' },
] as const

/** What the samples answer, asked with one press; nothing when none of them is here. */
export function SampleQuestions() {
  const { knowledge, thread, choices } = usePage()
  const t = useWords('firstRun')
  const documents = useStore(knowledge, (state) => state.documents)
  const isHere = (file: string): boolean =>
    documents.values().some(({ name, path, status }) => name === file && path === null && status === 'ready')
  const here = samples.filter(({ file }) => isHere(file))
  const ask = (text: string): void =>
    void thread.getState().send({ text, think: choices.getState().think, withAttachments: false })
  if (here.length === 0) return null
  return (
    <ul className="sample-questions" aria-label={t('questions')}>
      {here.map(({ key }) => (
        <li key={key}>
          <button type="button" className="button" onClick={() => ask(t(`question.${key}`))}>
            <MessageSquare className="small" /> {t(`question.${key}`)}
          </button>
        </li>
      ))}
    </ul>
  )
}
