import { z } from 'zod'
import type { Log } from '../log.ts'
import { isUnavailable } from './pulse.ts'
import { type Sql, sql } from './sql.ts'
import { readOne, type SqlReader, type SqlStore } from './sql-store.ts'

export interface ReplicaDeps {
  readonly primary: SqlStore
  /** Streaming replicas of it. */
  readonly replicas: readonly SqlStore[]
  /** Older than that nothing may be. */
  readonly maxLagMs: number
  readonly log: Log
}

/** Where the log of the primary ended at a time. */
interface Mark {
  readonly at: number
  readonly end: bigint
}

interface Replica {
  readonly store: SqlStore
  readonly number: number
  /** Until then what it says is new enough. */
  goodUntil: number
}

const lookMs = 1000

/** The id of a database cluster, which its replicas share, and a place in its log. */
const position = z.object({ cluster: z.string(), place: z.coerce.bigint().nullable() })

const endOfLog = sql`
  SELECT system_identifier::text AS cluster, (pg_current_wal_lsn() - '0/0')::text AS place FROM pg_control_system()`
const replayed = sql`
  SELECT system_identifier::text AS cluster, CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::text END AS place
  FROM pg_control_system()`

/**
 * A database whose `stale` reads go to its replicas in turn. A replica is asked as long as it has replayed what the primary had written
 * at most `maxLagMs` ago. That compares two places in one log, so no clock of another machine matters, and one that is cut off from its
 * primary is not taken for one that has nothing to do. Whatever is wrong with a replica, the primary answers.
 */
export function addReadReplicas({ primary, replicas, maxLagMs, log }: ReplicaDeps): SqlStore {
  const known = replicas.map((store, index): Replica => ({ store, number: index + 1, goodUntil: Number.NEGATIVE_INFINITY }))
  const marks: Mark[] = []
  const state = { isLooking: false, turn: 0 }
  const timer = setInterval(() => void look(), Math.min(lookMs, maxLagMs / 4)).unref()
  void look()

  async function look(): Promise<void> {
    if (state.isLooking) return
    state.isLooking = true
    await compare().catch((error: unknown) => log.debug({ reason: nameOf(error) }, 'the read replicas cannot be compared'))
    state.isLooking = false
  }

  async function compare(): Promise<void> {
    const at = performance.now()
    const { cluster, place } = await readOne(primary, endOfLog, position)
    marks.push({ at, end: place ?? 0n })
    while (marks[0] !== undefined && marks[0].at < at - maxLagMs) marks.shift()
    await Promise.all(known.map((replica) => judge(replica, cluster)))
  }

  async function judge(replica: Replica, cluster: string): Promise<void> {
    const before = replica.goodUntil
    replica.goodUntil = await goodUntil(replica.store, { cluster, marks, maxLagMs }).catch(() => Number.NEGATIVE_INFINITY)
    const [was, is] = [before, replica.goodUntil].map((until) => until > performance.now())
    if (was && !is) log.warn({ replica: replica.number }, 'a read replica is away or too far behind: the primary answers')
    if (!was && is) log.info({ replica: replica.number }, 'a read replica keeps up')
  }

  const stale: SqlReader = {
    async query(statement, row) {
      const good = known.filter(({ goodUntil }) => goodUntil > performance.now())
      const chosen = good[state.turn++ % good.length]
      return chosen === undefined ? primary.query(statement, row) : readAt(chosen, statement, row)
    },
  }

  async function readAt<T>(replica: Replica, statement: Sql, row: z.ZodType<T>): Promise<T[]> {
    try {
      return await replica.store.query(statement, row)
    } catch (error) {
      if (isUnavailable(error)) replica.goodUntil = Number.NEGATIVE_INFINITY
      // Also what it answered: a table that it does not have yet. If the statement is wrong, the primary says so.
      return primary.query(statement, row)
    }
  }

  return {
    ...{ ...primary, stale },
    pools: () => [...primary.pools(), ...replicas.flatMap(poolsOfReplica)],
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await Promise.all([primary, ...replicas].map((store) => store[Symbol.asyncDispose]()))
    },
  }
}

const poolsOfReplica = ({ pools }: SqlStore) => pools().map((pool) => ({ ...pool, database: 'postgres_replica' as const }))

interface Compared {
  readonly cluster: string
  readonly marks: readonly Mark[]
  readonly maxLagMs: number
}

/** A server that replays nothing is no replica, or not any more, and one of another cluster is none of this primary's. */
async function goodUntil(store: SqlStore, { cluster, marks, maxLagMs }: Compared): Promise<number> {
  const seen = await readOne(store, replayed, position)
  const { place } = seen
  if (place === null || seen.cluster !== cluster) return Number.NEGATIVE_INFINITY
  const mark = marks.findLast(({ end }) => end <= place)
  return mark === undefined ? Number.NEGATIVE_INFINITY : mark.at + maxLagMs
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)
