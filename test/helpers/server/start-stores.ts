// Started once for every test that needs real databases (vitest's globalSetup): one PostgreSQL, one Redis, gone with the run.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { findStores } from '../../../scripts/find-stores.ts'
import { migrate, readMigrations } from '../../../server/stores/migrate.ts'
import { openPostgres } from '../../../server/stores/postgres.ts'
import { waitFor } from '../wait-for.ts'
import { silentLog } from './silent-log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the database `postgres`, whose user may make others. */
    readonly postgresUrl: string
    readonly redisUrl: string
    /** Of the postgres process: to stop and to freeze it. */
    readonly redisPid: number
  }
}

export const templateDatabase = 'hearth_template'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = findStores()
  if (!found) throw new Error('PostgreSQL or Redis is missing: apt-get install postgresql redis-server')
  const folder = mkdtempSync(join(tmpdir(), 'hearth-stores-'))
  const postgres = await startPostgres(found.postgres, join(folder, 'postgres'))
  const redis = await startRedis(found.redis, join(folder, 'redis'))
  project.provide('postgresUrl', postgres.url)
  project.provide('redisUrl', redis.url)
  project.provide('redisPid', redis.child.pid ?? 0)
  return async () => {
    await Promise.all([ended(postgres.child, 'SIGQUIT'), ended(redis.child, 'SIGTERM')])
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Started {
  readonly child: ChildProcess
  readonly url: string
}

async function startPostgres(bin: string, data: string): Promise<Started> {
  const owner = ownerOfDatabases()
  mkdirSync(data, { recursive: true })
  // PostgreSQL refuses to run as root, and its own user has to reach the folder.
  chmodSync(join(data, '..'), 0o755)
  if (owner) execFileSync('chown', [`${owner.uid}:${owner.gid}`, data])
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'hearth', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'], {
    ...owner,
    cwd: data,
    stdio: 'ignore',
  })
  const port = await freePort()
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${data}`,
    'max_connections=200',
    `port=${port}`,
  ]
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    ...owner,
    cwd: data,
    stdio: 'ignore',
  })
  const url = `postgresql://hearth@127.0.0.1:${port}/postgres`
  await waitFor('PostgreSQL', () => answers(url))
  await makeTemplate(url)
  return { child, url }
}

/** Every test file's database is a copy of this one. */
async function makeTemplate(url: string): Promise<void> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  await using template = openPostgres({ url: url.replace(/postgres$/, templateDatabase), poolSize: 1, log: silentLog })
  await migrate(template, readMigrations(join(import.meta.dirname, '../../../migrations/postgres')))
}

async function startRedis(program: string, data: string): Promise<Started> {
  mkdirSync(data)
  const port = await freePort()
  const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', data], { stdio: 'ignore' })
  return { child, url: `redis://127.0.0.1:${port}/0` }
}

async function answers(url: string): Promise<true | undefined> {
  const client = new Client({ connectionString: url })
  return client.connect().then(
    () => client.end().then(() => true as const),
    () => undefined,
  )
}

function ownerOfDatabases(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await end
}
