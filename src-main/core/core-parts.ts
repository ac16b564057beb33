import type { Settings } from '../../src-shared/desktop/settings.ts'
import type { Db } from '../db/database.ts'
import type { Engines } from './engines.ts'

/** What every part of the core is composed from. */
export interface CoreParts {
  readonly db: Db
  /** The store's, for those who open it on a thread or in a child of their own. It is never logged, and in no argument or environment. */
  readonly key: string
  readonly engines: Engines
  readonly dataFolder: string
  readonly now: () => number
  /** UUIDv7. */
  readonly newId: () => string
  readonly settings: () => Settings
  /** Hears what no caller can hear. */
  readonly onFault: (stage: string, error: unknown) => void
  /** Owns what is composed: it goes, newest first, when the core ends. */
  readonly own: AsyncDisposableStack
}
