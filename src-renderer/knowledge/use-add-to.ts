import { whenState } from '../connection/when-state.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Does it with a collection to put things in. */
export function useAddTo(collectionId: string | undefined) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  return (work: (collectionId: string) => Promise<void>): void => {
    void toasts.getState().attempt(async () => {
      // Right after a start: what is added goes into the collection that is there.
      if (collectionId === undefined) await whenState(knowledge, ({ areCollectionsRead }) => areCollectionsRead)
      const { collections, create } = knowledge.getState()
      await work(collectionId ?? collections[0]?.id ?? (await create(t('firstCollection'))))
    })
  }
}
