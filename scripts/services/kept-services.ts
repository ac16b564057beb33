import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { cassandra } from './cassandra.ts'
import { ferretdb } from './ferretdb.ts'
import type { NativeDatabase } from './native-database.ts'
import { postgres } from './postgres.ts'
import { beginOf } from './process-begin.ts'
import { redis } from './redis.ts'
import { stripeMock } from './stripe-mock.ts'

export const programs: readonly NativeDatabase[] = [postgres, redis, cassandra, ferretdb, stripeMock]

const keptService = z.object({
  name: z.string(),
  pid: z.int(),
  begin: z.string(),
  port: z.int(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
  variables: z.record(z.string(), z.string()),
})
type KeptService = z.infer<typeof keptService>

/** Between two commands, in `services.json`. The secret seals the server's signing keys, which lie in the database. */
const kept = z.object({ secret: z.string(), services: z.array(keptService) })
type Kept = z.infer<typeof kept>

export interface ServiceState {
  readonly name: string
  readonly isUp: boolean
  /** This machine does not have it, and the others do without. */
  readonly isDispensable?: boolean
  readonly state: string
}

/** Whether all that was asked for is up; what was asked for by its name has to be, too. */
export const isAsWanted = (states: readonly ServiceState[], { isNamed }: { readonly isNamed: boolean }): boolean =>
  states.length > 0 && states.every(({ isUp, isDispensable }) => isUp || (isDispensable === true && !isNamed))

/** Starts those that do not run, and writes the addresses of all that do to `env`, by the names of the server's configuration. */
export async function startServices(folder: string, wanted: readonly NativeDatabase[]): Promise<readonly ServiceState[]> {
  mkdirSync(folder, { recursive: true })
  const before = readKept(folder)
  const running = before.services.filter(isRunning)
  const attempts = await Promise.all(wanted.map((database) => start(folder, database, running)))
  const started = attempts.flatMap(({ service }) => service ?? [])
  write(folder, {
    ...before,
    services: [...running.filter(({ name }) => started.every((each) => each.name !== name)), ...started],
  })
  return attempts.map(({ state }) => state)
}

async function start(folder: string, database: NativeDatabase, running: readonly KeptService[]) {
  const { name } = database
  const here = running.find((service) => service.name === name)
  if (here !== undefined) return { service: here, state: { name, isUp: true, state: `runs already, port ${here.port}` } }
  const missing = database.missing()
  if (missing !== undefined) return { state: { name, isUp: false, isDispensable: database.isOptional === true, state: missing } }
  try {
    const { pid, port, stopSignal, variables } = await database.start({ folder: join(folder, name.toLowerCase()), isKept: true })
    const service = keptService.parse({ name, pid, begin: beginOf(pid), port, stopSignal, variables })
    return { service, state: { name, isUp: true, state: `port ${port}` } }
  } catch (error) {
    return { state: { name, isUp: false, state: error instanceof Error ? error.message : String(error) } }
  }
}

/** Ends those that run, in order, and returns when they are gone. What they keep stays. */
export async function stopServices(folder: string): Promise<readonly string[]> {
  const { secret, services } = readKept(folder)
  const running = services.filter(isRunning)
  for (const { pid, stopSignal } of running) process.kill(pid, stopSignal)
  for (const service of running) while (isRunning(service)) await delay(50)
  if (services.length > 0) write(folder, { secret, services: [] })
  return running.map(({ name }) => name)
}

const isRunning = ({ pid, begin }: KeptService): boolean => beginOf(pid) === begin

const file = (folder: string): string => join(folder, 'services.json')

const readKept = (folder: string): Kept =>
  existsSync(file(folder))
    ? kept.parse(JSON.parse(readFileSync(file(folder), 'utf8')))
    : { secret: randomBytes(32).toString('hex'), services: [] }

function write(folder: string, { secret, services }: Kept): void {
  writeFileSync(file(folder), JSON.stringify({ secret, services }, undefined, 2), { mode: 0o600 })
  const variables = Object.assign({ JWT_SECRET_KEY: secret }, ...services.map((each) => each.variables))
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, 'env'), services.length === 0 ? '' : lines.join(''), { mode: 0o600 })
}
