import { MessageSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { useCollections } from '../composer/use-collections.ts'
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
  const { ids } = useCollections(undefined)
  const collectionOf = (file: string): string | undefined =>
    documents.values().find(({ name, path, status }) => name === file && path === null && status === 'ready')?.collection_id
  const here = samples.flatMap(({ file, key }) => {
    const collectionId = collectionOf(file)
    return collectionId === undefined ? [] : [{ key, collectionId }]
  })
  // Answered from what the composer shows, and from the sample in any case.
  const ask = (text: string, collectionId: string): void =>
    void thread.getState().send({
      ...{ text, think: choices.getState().think, withAttachments: false },
      collectionIds: [...new Set([...ids, collectionId])],
    })
  if (here.length === 0) return null
  return (
    <ul className="sample-questions" aria-label={t('questions')}>
      {here.map(({ key, collectionId }) => (
        <li key={key}>
          <button type="button" className="button" onClick={() => ask(t(`question.${key}`), collectionId)}>
            <MessageSquare className="small" /> {t(`question.${key}`)}
          </button>
        </li>
      ))}
    </ul>
  )
}
