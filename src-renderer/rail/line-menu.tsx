import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { ContextMenu } from '../ui/context-menu.tsx'
import { usePage } from '../use-page.ts'
import { chatChoices, folderChoices, type MenuDeps, oneChatChoices } from './menu-choices.ts'
import type { OpenMenu } from './rail-store.ts'
import { useTidy } from './use-tidy.ts'

/** The menu of the line it was opened on. */
export function LineMenu() {
  const page = usePage()
  const t = useWords('rail')
  const tidy = useTidy()
  const menu = useStore(page.rail, (state) => state.menu)
  if (menu === null) return null
  const choices = choicesOf({ page, tidy, t }, menu).map((choice) => ({ ...choice, run: () => run(choice.run) }))
  function run(work: () => void): void {
    work()
    const { renaming, asked } = page.rail.getState()
    // What was done may have taken the line away, and the focus with it.
    if (renaming === null && asked === null) page.rail.getState().put({ wantsFocus: true })
  }
  return (
    <ContextMenu
      key={JSON.stringify(menu)}
      label={t('actions')}
      x={menu.x}
      y={menu.y}
      choices={choices}
      onClose={() => {
        if (page.rail.getState().menu === menu) page.rail.getState().put({ menu: null })
      }}
    />
  )
}

function choicesOf(deps: MenuDeps, { on }: OpenMenu) {
  if ('folderId' in on) return folderChoices(deps, on.folderId)
  const [only, ...more] = on.chatIds
  return only !== undefined && more.length === 0 ? oneChatChoices(deps, only) : chatChoices(deps, on.chatIds)
}
