import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'
import { usePage } from '../use-page.ts'

const kinds = ['conversations', 'messages', 'documents'] as const

/** What is listed: chats, messages or documents, each with its count. */
export function SearchKinds() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const { kind, answer } = useStore(searchPage)
  const choices = kinds.map((value) => {
    const found = answer?.[value]
    const count = found?.total ?? 0
    const figure = found === undefined ? '' : t(found.is_capped ? 'over' : 'number', { count })
    return { value, name: `${t(`kind.${value}`)} ${figure}`.trim() }
  })
  const { change } = searchPage.getState()
  return <Segments label={t('kinds')} value={kind} choices={choices} onChange={(value) => change({ kind: value })} />
}
