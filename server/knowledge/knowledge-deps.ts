import type { FindSpace } from '../embedding/embedding-space.ts'
import type { Embedder } from '../engines/embedder.ts'
import type { Meter } from '../http/metering.ts'
import type { KnowledgeStore } from '../stores/knowledge-store.ts'

export interface KnowledgeDeps {
  readonly knowledge: KnowledgeStore
  readonly findSpace: FindSpace
  /** Undefined: this server has no model, and clients embed. */
  readonly embedder: Embedder | undefined
  readonly now: () => number
  /** Whether the account is still there. */
  readonly hasAccount: (userId: string) => Promise<boolean>
  readonly meter: Meter
  /** After a change of somebody's documents. */
  readonly onChanged: (userId: string) => void
}
