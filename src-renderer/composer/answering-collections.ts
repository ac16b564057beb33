import type { KnowledgeState } from '../knowledge/knowledge-store.ts'
import type { ChoiceState } from './choice-store.ts'

/** At most this many may be chosen for a chat. */
const most = 50

type Chosen = Pick<ChoiceState, 'newCollectionIds'>
type Known = Pick<KnowledgeState, 'collections'>

/** All there is, as far as one chat may have it. */
export const everyCollection = ({ collections }: Known): readonly string[] => collections.slice(0, most).map(({ id }) => id)

/** What a chat that does not exist yet will answer from: what was chosen, or all there is. */
export const collectionsForNew = ({ newCollectionIds }: Chosen, known: Known): readonly string[] =>
  newCollectionIds ?? everyCollection(known)
