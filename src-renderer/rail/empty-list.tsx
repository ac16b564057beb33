import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ListHead } from './list-head.tsx'

const sentences = { active: 'empty', archived: 'emptyArchive', trash: 'emptyTrashed' } as const

export function EmptyList() {
  const { rail, conversations } = usePage()
  const t = useWords('rail')
  const isLoaded = useStore(conversations, (state) => state.isLoaded)
  const view = useStore(rail, (state) => state.view)
  const tagId = useStore(rail, (state) => state.tagId)
  return (
    <>
      <ListHead group={null} />
      <p className="rail-empty">{isLoaded ? t(tagId === null ? sentences[view] : 'emptyTag') : ''}</p>
    </>
  )
}
