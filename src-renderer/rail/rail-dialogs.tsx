import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'
import { EraseDialog } from './erase-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { TagsDialog } from './tags-dialog.tsx'

/** What the rail asks before it acts. */
export function RailDialogs() {
  const { rail } = usePage()
  const asked = useStore(rail, (state) => state.asked)
  if (asked === null) return null
  const close = (): void => rail.getState().put({ asked: null, wantsFocus: true })
  switch (asked.kind) {
    case 'move':
      return <MoveDialog ids={asked.ids} onClose={close} />
    case 'tags':
      return <TagsDialog ids={asked.ids} onClose={close} />
    case 'erase':
      return <EraseDialog ids={asked.ids} onClose={close} />
  }
}
