import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Does it with a collection to put things in. */
export function useAddTo(collectionId: string | undefined) {
  const { knowledge, toasts } = usePage()
  const t = useWords('knowledge')
  return (work: (collectionId: string) => Promise<void>): void => {
    const { collections, create } = knowledge.getState()
    const id = collectionId ?? collections[0]?.id
    void toasts.getState().attempt(async () => await work(id ?? (await create(t('firstCollection')))))
  }
}
