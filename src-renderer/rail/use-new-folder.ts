import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Makes a folder with a name that is free, and lets it be named at once: among all chats, as a new one has none with the tag. */
export function useNewFolder(): () => void {
  const { folders, rail, toasts } = usePage()
  const t = useWords('rail')
  return () =>
    void toasts.getState().attempt(async () => {
      const taken = new Set([...folders.getState().rows.values()].map(({ name }) => name.toLowerCase()))
      const more = Array.from(taken, (_, index) => t('newFolderName_more', { number: index + 2 }))
      const free = [t('newFolderName_first'), ...more].find((name) => !taken.has(name.toLowerCase()))
      const id = await folders.getState().create(free ?? t('newFolderName_first'))
      if (rail.getState().tagId !== null) rail.getState().show('active')
      rail.getState().put({ current: id, renaming: id })
    })
}
