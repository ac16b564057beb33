import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Db, Document } from 'mongodb'
import { z } from 'zod'
import { appliedMigration, type Migration, pending } from './migrations.ts'
import { isTaken, type MongoAddress, openMongoPatiently } from './mongo.ts'
import { type MongoStep, mongoSteps } from './mongo-steps.ts'

/** A migration is a list of commands, or names of steps, that may be done again: it is not undone when a later one fails. */
const commands = z.array(z.record(z.string(), z.unknown())).min(1)
const namedStep = z.object({ step: z.string() })

interface Lock {
  readonly _id: string
  readonly holder: string
  readonly until: Date
}

/** Longer than a command of a migration is waited for: whoever lost the lock has stopped by then. */
const lockMs = 120_000
const lockPauseMs = 100

/**
 * Applies what is missing, forward only. Several processes may start at once: a document that only one can write is the lock.
 * Returns the names that this process applied. Errors: `StartFault` as for every migration.
 */
export async function migrateMongo(address: MongoAddress, migrations: readonly Migration[]): Promise<readonly string[]> {
  await using session = await openMongoPatiently(address)
  return await session.ask(async (db) => {
    if ((await nextOf(db, migrations)) === undefined) return []
    await using lock = await takeLock(db)
    const applied: string[] = []
    for (let next = await nextOf(db, migrations); next !== undefined; next = await nextOf(db, migrations)) {
      await apply(db, next, lock.renew)
      applied.push(next.name)
    }
    return applied
  })
}

async function nextOf(db: Db, migrations: readonly Migration[]): Promise<Migration | undefined> {
  const found = await db.collection('migrations').find().sort({ n: 1 }).toArray()
  return pending(z.array(appliedMigration).parse(found), migrations)
}

async function takeLock(db: Db): Promise<AsyncDisposable & { readonly renew: () => Promise<void> }> {
  const locks = db.collection<Lock>('schema_lock')
  const mine = { _id: 'schema', holder: randomUUID() }
  while (!(await tryToTake(db, mine.holder))) await delay(lockPauseMs)
  return {
    async renew() {
      const { matchedCount } = await locks.updateOne(mine, { $set: { until: new Date(Date.now() + lockMs) } })
      if (matchedCount === 0) throw new Error('the lock of the schema was lost')
    },
    [Symbol.asyncDispose]: async () => void (await locks.deleteOne(mine)),
  }
}

/** Its time is over, or there is none; while there is one that counts, writing a second of the same id is refused. */
async function tryToTake(db: Db, holder: string): Promise<boolean> {
  const over = { _id: 'schema', until: { $lt: new Date() } }
  const until = new Date(Date.now() + lockMs)
  try {
    await db.collection<Lock>('schema_lock').updateOne(over, { $set: { holder, until } }, { upsert: true })
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

async function apply(db: Db, { n, name, text, sha256 }: Migration, renew: () => Promise<void>): Promise<void> {
  for (const command of commands.parse(JSON.parse(text))) {
    await renew()
    const named = namedStep.safeParse(command)
    if (named.success) await stepOf(name, named.data.step)(db, renew)
    else await db.command(command satisfies Document)
  }
  await renew()
  await db.collection('migrations').insertOne({ n, name, sha256, applied_at: new Date() })
}

function stepOf(migration: string, name: string): MongoStep {
  const step = mongoSteps[name]
  if (step === undefined) throw new Error(`${migration} names a step that there is not: ${name}`)
  return step
}
