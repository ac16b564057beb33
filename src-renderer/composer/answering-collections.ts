import type { StoreApi } from 'zustand/vanilla'
import type { KnowledgeState } from '../knowledge/knowledge-store.ts'
import type { ChoiceState } from './choice-store.ts'

/** At most this many may be chosen for a chat. */
const most = 50

type Chosen = Pick<ChoiceState, 'newCollectionIds'>
type Known = Pick<KnowledgeState, 'collections' | 'areCollectionsRead'>

/** What a chat that does not exist yet will answer from: what was chosen, or all there is. */
export const collectionsForNew = ({ newCollectionIds }: Chosen, { collections }: Pick<Known, 'collections'>): readonly string[] =>
  newCollectionIds ?? collections.slice(0, most).map(({ id }) => id)

interface Stores {
  readonly choices: Pick<StoreApi<Chosen>, 'getState'>
  readonly knowledge: Pick<StoreApi<Known>, 'getState' | 'subscribe'>
}

/** The same for a question that is sent: right after a start it waits until it is known what there is, lest the chat answers from nothing. */
export async function collectionsToAsk({ choices, knowledge }: Stores): Promise<readonly string[]> {
  const read = Promise.withResolvers<void>()
  const look = ({ areCollectionsRead }: Known): void => (areCollectionsRead ? read.resolve() : undefined)
  const leave = knowledge.subscribe(look)
  look(knowledge.getState())
  await read.promise
  leave()
  return collectionsForNew(choices.getState(), knowledge.getState())
}
