import type { Registry } from '@prometheus-io/client'
import type { SqlStore } from '../stores/sql-store.ts'
import { timeCalls } from '../stores/time-calls.ts'
import { watchStores } from '../stores/watch-stores.ts'
import type { Tracing } from './tracing.ts'

export interface ObservedParts {
  readonly store: SqlStore
  readonly tracing?: Tracing | undefined
}

/** The same stores: what they are asked is timed, and part of the trace of a request where traces are wanted. */
export const observeStores = <Parts extends ObservedParts>(parts: Parts, registry: Registry): Parts =>
  watchStores(parts, [timeCalls(registry), ...(parts.tracing === undefined ? [] : [parts.tracing.aroundCall])])
