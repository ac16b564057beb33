import { setTimeout as delay } from 'node:timers/promises'
import {
  type Db,
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoDriverError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { createBreaker } from './breaker.ts'
import { openLastingClient } from './mongo-client.ts'

export interface MongoAddress {
  readonly url: string
  readonly database: string
}

export interface MongoSession extends AsyncDisposable {
  /** Errors: `STORE_UNAVAILABLE` when it is not reached, or does not answer in time. */
  ask<T>(work: (db: Db) => Promise<T>): Promise<T>
  /**
   * Once more, on another connection, when its own was lost under it: for writes that may be done twice. Then it may have been done
   * already. Reads the driver does so.
   */
  askAgain<T>(work: (db: Db, isAgain: boolean) => Promise<T>): Promise<T>
}

interface Limits {
  /** Of a connection, also of one that has to be made first: shorter than a command, whoever meets a frozen store is told sooner. */
  readonly checkoutMs: number
  /** Of one command. */
  readonly answerMs: number
}

const selectionTimeoutMs = 1000
/** Behind a look that found it away: soon enough to find it back within the time of a selection. */
const secondLookMs = 100
const impatience: Limits = { checkoutMs: 1500, answerMs: 2000 }
const patience: Limits = { checkoutMs: 45_000, answerMs: 60_000 }
const afterLossMs = 20
const retryAfterSeconds = 5

/** MongoDB 7 or newer, or what speaks its protocol. Connected when it is returned. What it acknowledges lies on the disks of most. */
export const openMongo = (address: MongoAddress): Promise<MongoSession> => connected(address, impatience)

/** For migrations, which take as long as they take, and for whoever asks whether it works at all: one that is slow is not away. */
export const openMongoPatiently = (address: MongoAddress): Promise<MongoSession> => connected(address, patience)

async function connected({ url, database }: MongoAddress, { checkoutMs, answerMs }: Limits): Promise<MongoSession> {
  // Errors of the address itself are faults; of this no driver knows whether the server is there.
  const client = await translated(() =>
    openLastingClient(url, {
      ...{ serverSelectionTimeoutMS: selectionTimeoutMs, waitQueueTimeoutMS: checkoutMs },
      socketTimeoutMS: answerMs,
      // Of the monitor's question too, and unanswered it cuts off every command: it is as patient as they are.
      connectTimeoutMS: answerMs,
      minHeartbeatFrequencyMS: secondLookMs,
      ...{ writeConcern: { w: 'majority', journal: true }, appName: 'hearth-server' },
    }),
  )
  const guarded = createBreaker('mongodb')
  const attempt = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    try {
      return await work(client.current().db(database))
    } catch (error) {
      if (error instanceof MongoServerSelectionError) client.mend()
      throw error
    }
  }
  return {
    ask: (work) => guarded(() => translated(() => attempt(work))),
    askAgain: (work) =>
      guarded(() =>
        translated(() =>
          attempt((db) => work(db, false)).catch((error: unknown) => afterLoss(error, () => attempt((db) => work(db, true)))),
        ),
      ),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}

/** Another document has what only one may have. */
export const isTaken = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11_000

/** Away, stepping down, recovering, shutting down, out of time. */
const codesOfAbsence = new Set([6, 7, 50, 64, 89, 91, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436])

/** A bulk wraps whatever ended it, also what is no answer of the server. */
const innermost = (error: unknown): unknown =>
  error instanceof MongoBulkWriteError && error.errorResponse instanceof Error ? error.errorResponse : error

/** Whoever waited as long as a command may take does not wait as long again. */
async function afterLoss<T>(error: unknown, again: () => Promise<T>): Promise<T> {
  const reason = innermost(error)
  const isLost = reason instanceof MongoNetworkError || reason instanceof MongoClientClosedError
  if (!isLost || reason instanceof MongoNetworkTimeoutError) throw error
  // All connections break at once, and the driver has to have seen of each that it did.
  await delay(afterLossMs)
  return await again()
}

/** The driver does not export its class. */
const isLateCheckout = (error: unknown): boolean =>
  error instanceof MongoDriverError && error.name === 'MongoWaitQueueTimeoutError'

function isAway(failure: unknown): boolean {
  const error = innermost(failure)
  if (error instanceof MongoServerError) return error instanceof MongoWriteConcernError || codesOfAbsence.has(Number(error.code))
  return (
    isLateCheckout(error) ||
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    // Of a client that another one takes the place of.
    error instanceof MongoClientClosedError ||
    error instanceof MongoTopologyClosedError
  )
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (!isAway(cause)) throw cause
    throw new AppError('STORE_UNAVAILABLE', { store: 'mongodb', retry_after: retryAfterSeconds }, { cause })
  }
}
