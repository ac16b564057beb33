import { auth, Client, errors, policies, type QueryOptions, types } from 'cassandra-driver'
import { z } from 'zod'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { StartFault } from '../start-fault.ts'
import { createBreaker } from './breaker.ts'
import type { Consistency } from './consistency.ts'
import type { Cql } from './cql.ts'
import { parseRows } from './parse-rows.ts'

export interface ScyllaAddress {
  /** `host` or `host:port`; any of them that answers leads to all others. */
  readonly contactPoints: readonly string[]
  readonly port: number
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Only its nodes are asked; undefined: all are. */
  readonly dataCenter?: string | undefined
}

export interface ScyllaSettings extends ScyllaAddress {
  readonly keyspace: string
  readonly readConsistency: Consistency
  readonly writeConsistency: Consistency
}

/** ScyllaDB or Cassandra through their protocol. Errors: `STORE_UNAVAILABLE` when too few nodes answer in time. */
export interface CqlSession extends AsyncDisposable {
  query<T>(statement: Cql, row: z.ZodType<T>): Promise<T[]>
  /** Done again by the driver at another node when one does not answer, so it has to be something that may be done twice. */
  run(statement: Cql): Promise<void>
  /** Never done again by itself: counters. */
  runOnce(statement: Cql): Promise<void>
  /** `… IF …`: whether it was so. */
  runIf(statement: Cql): Promise<boolean>
}

const connectTimeoutMs = 1000
const answerTimeoutMs = 1500
const patientTimeoutMs = 60_000
const retryAfterSeconds = 5

interface Patience {
  /** For whoever asks whether it works at all: one that is slow is not away. */
  readonly isPatient?: boolean
}

/** Connected when it is returned. */
export async function openScylla({ isPatient = false, ...settings }: ScyllaSettings & Patience): Promise<CqlSession> {
  const { keyspace, readConsistency, writeConsistency } = settings
  const readTimeout = isPatient ? patientTimeoutMs : answerTimeoutMs
  return await connected(createClient(settings, keyspace), { read: readConsistency, write: writeConsistency, readTimeout })
}

/** For migrations, whose statements take long; without a keyspace where there is none yet. A node that is frozen is away all the same. */
export const openScyllaPatiently = async (address: ScyllaAddress, keyspace?: string): Promise<CqlSession> =>
  await connected(createClient(address, keyspace), { read: 'QUORUM', write: 'QUORUM', readTimeout: patientTimeoutMs })

function createClient({ contactPoints, port, username, password, dataCenter }: ScyllaAddress, keyspace?: string): Client {
  const { loadBalancing, reconnection } = policies
  const nodes =
    dataCenter === undefined ? new loadBalancing.RoundRobinPolicy() : new loadBalancing.DCAwareRoundRobinPolicy(dataCenter)
  return new Client({
    contactPoints: [...contactPoints],
    ...(dataCenter === undefined ? {} : { localDataCenter: dataCenter }),
    ...(username === undefined ? {} : { authProvider: new auth.PlainTextAuthProvider(username, password ?? '') }),
    protocolOptions: { port },
    policies: {
      loadBalancing: new loadBalancing.TokenAwarePolicy(nodes),
      // The driver's own waits up to ten minutes for a node that is back.
      reconnection: new reconnection.ExponentialReconnectionPolicy(250, 4000, false),
    },
    queryOptions: { prepare: true },
    // Of an object the driver asks `hasOwnProperty`, and that may be a key.
    encoding: { map: Map },
    socketOptions: { connectTimeout: connectTimeoutMs, readTimeout: answerTimeoutMs },
    monitorReporting: { enabled: false },
    ...(keyspace === undefined ? {} : { keyspace }),
  })
}

interface Needs {
  readonly read: Consistency
  readonly write: Consistency
  /** Milliseconds until a statement is given up. */
  readonly readTimeout: number
}

async function connected(client: Client, { readTimeout, ...needs }: Needs): Promise<CqlSession> {
  const [read, write] = [levels[needs.read], levels[needs.write]]
  const serialConsistency = needs.write.startsWith('LOCAL') ? levelsOfConditions.here : levelsOfConditions.everywhere
  const guarded = createBreaker('scylla')
  const ask = ({ text, values }: Cql, options: QueryOptions) =>
    guarded(() => translated(() => client.execute(text, [...values], { readTimeout, ...options })))
  try {
    await translated(() => client.connect())
  } catch (error) {
    await client.shutdown()
    if (!isWrongDataCenter(error)) throw error
    throw new StartFault('SCYLLA_LOCAL_DATACENTER names a data centre that no node is in.', { cause: error })
  }
  return {
    query: async <T>(statement: Cql, row: z.ZodType<T>) =>
      parseRows(row, (await ask(statement, { consistency: read, isIdempotent: true })).rows.map(plain)),
    run: async (statement) => void (await ask(statement, { consistency: write, isIdempotent: true })),
    runOnce: async (statement) => void (await ask(statement, { consistency: write, isIdempotent: false })),
    runIf: async (statement) => (await ask(statement, { consistency: write, serialConsistency })).wasApplied(),
    [Symbol.asyncDispose]: () => client.shutdown(),
  }
}

/** What each node answered when none could be used. */
const innerErrors = z.object({ cause: z.object({ innerErrors: z.record(z.string(), z.unknown()) }) })

function isWrongDataCenter(error: unknown): boolean {
  const { data } = innerErrors.safeParse(error)
  return data !== undefined && Object.values(data.cause.innerErrors).some((inner) => inner instanceof errors.ArgumentError)
}

const levels = {
  ONE: types.consistencies.one,
  TWO: types.consistencies.two,
  THREE: types.consistencies.three,
  QUORUM: types.consistencies.quorum,
  ALL: types.consistencies.all,
  LOCAL_QUORUM: types.consistencies.localQuorum,
  EACH_QUORUM: types.consistencies.eachQuorum,
  LOCAL_ONE: types.consistencies.localOne,
} satisfies Record<Consistency, types.consistencies>

const levelsOfConditions = { here: types.consistencies.localSerial, everywhere: types.consistencies.serial }

/** What the driver has types of its own for, as plain values. */
const plain = (row: types.Row): Record<string, unknown> =>
  Object.fromEntries(row.keys().map((name) => [name, plainValue(row.get(name))]))

function plainValue(value: unknown): unknown {
  if (value instanceof types.Uuid || value instanceof types.LocalDate) return value.toString()
  return value instanceof types.Long ? value.toNumber() : value
}

/** A keyspace or table that there is not, or that the asked node does not know of yet. */
export const isUnknownThing = (error: unknown): boolean =>
  error instanceof errors.ResponseError && error.code === types.responseErrorCodes.invalid

/** Codes of the protocol above these tell of a statement that is wrong; that is a fault of ours. */
const firstCodeOfFaults = types.responseErrorCodes.syntaxError

const isAway = (error: unknown): boolean =>
  error instanceof errors.ResponseError ? error.code < firstCodeOfFaults : isDriverError(error)

const isDriverError = (error: unknown): boolean =>
  error instanceof errors.NoHostAvailableError ||
  error instanceof errors.OperationTimedOutError ||
  error instanceof errors.BusyConnectionError

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (!isAway(cause)) throw cause
    throw new AppError('STORE_UNAVAILABLE', { store: 'scylla', retry_after: retryAfterSeconds }, { cause })
  }
}
