import { reasonOf } from '../../log.ts'
import type { StripeDeps } from './stripe-deps.ts'
import { isOutage } from './stripe-faults.ts'

export interface OneByOne<T> {
  /** For the log and the metrics. */
  readonly what: string
  readonly signal: AbortSignal | undefined
  readonly idOf: (each: T) => string
  /** Whether it counts. */
  readonly work: (each: T) => Promise<boolean>
}

/** So many outages in a row are not of those that were asked about. */
const mostOutages = 3

/**
 * Each by itself: one that cannot be dealt with is told, and keeps nobody else from his turn. Returns how many counted. Errors:
 * that of Stripe or of the database when nothing works any more, so that all of it is done again soon.
 */
export async function oneByOne<T>(
  { log, metrics }: Pick<StripeDeps, 'log' | 'metrics'>,
  all: Iterable<T>,
  { what, signal, idOf, work }: OneByOne<T>,
): Promise<number> {
  let [counted, outages] = [0, 0]
  for (const each of all) {
    if (signal?.aborted) break
    try {
      counted += Number(await work(each))
      outages = 0
    } catch (error) {
      log.error({ what, id: idOf(each), reason: reasonOf(error) }, 'one could not be dealt with')
      metrics.failures.inc({ what })
      outages = isOutage(error) ? outages + 1 : 0
      if (outages === mostOutages) throw error
    }
  }
  return counted
}
