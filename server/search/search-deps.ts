import type { FindSpace } from '../embedding/embedding-space.ts'
import type { Embedder } from '../engines/embedder.ts'
import type { Meter } from '../http/metering.ts'
import type { CachedReads } from '../stores/cached-reads.ts'
import type { KnowledgeStore } from '../stores/knowledge-store.ts'
import type { PassageFinder } from '../stores/passage-finder.ts'
import type { UseCounter } from './count-uses.ts'

export interface SearchDeps {
  readonly knowledge: KnowledgeStore
  readonly reads: CachedReads
  /** The one that is used now. */
  readonly finder: () => PassageFinder
  readonly findSpace: FindSpace
  /** Undefined: clients embed their queries. */
  readonly embedder: Embedder | undefined
  readonly now: () => number
  readonly uses: Pick<UseCounter, 'add'>
  readonly meter: Meter
  readonly onSearched: (search: { readonly route: string; readonly ms: number }) => void
}
