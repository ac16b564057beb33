import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ListHead } from './list-head.tsx'

const sentences = { active: 'empty', archived: 'emptyArchive', trash: 'emptyTrashed' } as const

/** Says why no chat is listed. */
export function EmptyList() {
  const { rail, conversations } = usePage()
  const t = useWords('rail')
  const isLoaded = useStore(conversations, (state) => state.isLoaded)
  const view = useStore(rail, (state) => state.view)
  const tagId = useStore(rail, (state) => state.tagId)
  const head = useRef<HTMLDivElement>(null)
  useFocusWanted(head)
  return (
    <>
      <ListHead group={null} ref={head} />
      <p className="rail-empty">{isLoaded ? t(tagId === null ? sentences[view] : 'emptyTag') : ''}</p>
    </>
  )
}

/** The last line went with the focus: what leads to other chats has it then, the menu of the list or the way back. */
function useFocusWanted(head: RefObject<HTMLDivElement | null>): void {
  const { rail } = usePage()
  const wantsFocus = useStore(rail, (state) => state.wantsFocus)
  useLayoutEffect(() => {
    if (!wantsFocus) return
    const button = head.current?.querySelector<HTMLElement>('[popovertarget]') ?? head.current?.querySelector('button')
    button?.focus({ preventScroll: true })
    rail.getState().put({ wantsFocus: false })
  }, [wantsFocus, head, rail])
}
