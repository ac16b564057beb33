import { join } from 'node:path'
import { postgres } from '../../../scripts/services/postgres.ts'
import { redis } from '../../../scripts/services/redis.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

export interface RealStores extends AsyncDisposable {
  /** What the server reads them from. */
  readonly variables: Readonly<Record<string, string>>
  readonly databaseUrl: string
}

/** PostgreSQL and Redis, both durable, in a folder that goes with them. Errors: `RangeError` for one that is not installed. */
export async function startRealStores(tell: (line: string) => void): Promise<RealStores> {
  await using started = new AsyncDisposableStack()
  const folder = started.use(tempFolder())
  const variables: Record<string, string> = {}
  for (const database of [postgres, redis]) {
    const missing = database.missing()
    if (missing !== undefined) throw new RangeError(missing)
    tell(`Starting ${database.name}`)
    const running = await database.start({ folder: join(folder.path, database.name.toLowerCase()), isKept: true })
    started.defer(running.stop)
    Object.assign(variables, running.variables)
  }
  const kept = started.move()
  return { variables, databaseUrl: variables.DATABASE_URL ?? '', [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
