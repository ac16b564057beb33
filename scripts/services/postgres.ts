import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { findProgram } from './find-program.ts'
import type { NativeDatabase, StartOptions } from './native-database.ts'
import { freePort, startProgram } from './start-program.ts'

/** `variables` name the database `postgres`, whose user may make others. */
export const postgres: NativeDatabase = {
  name: 'PostgreSQL',
  missing: () => (findInitdb() ? undefined : 'PostgreSQL is missing: apt-get install postgresql'),
  async start(options) {
    const bin = binOfPostgres()
    const owner = ownerOfDatabases()
    const data = join(options.folder, 'data')
    if (!existsSync(join(data, 'PG_VERSION'))) initialise(bin, data, options)
    const port = options.port ?? (await freePort())
    const settings = [
      `fsync=${options.isKept ? 'on' : 'off'}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${data}`,
      'max_connections=200',
      `port=${port}`,
    ]
    const url = `postgresql://hearth@127.0.0.1:${port}/postgres`
    const program = {
      command: join(bin, 'postgres'),
      args: ['-D', data, ...settings.flatMap((each) => ['-c', each])],
      ...({ owner, stopSignal: 'SIGINT', answers: () => answers(url) } as const),
    }
    return { ...(await startProgram(program, options)), port, variables: { DATABASE_URL: url } }
  },
}

const findInitdb = (): string | undefined => findProgram('initdb', debianFolders())

/** Where its programs lie; a link on the path leads to one of them. */
export const binOfPostgres = (): string => dirname(realpathSync(findInitdb() ?? ''))

function debianFolders(): string[] {
  const versions = '/usr/lib/postgresql'
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : []
}

function initialise(bin: string, data: string, { isKept }: StartOptions): void {
  const owner = makeDataFolder(data)
  const args = ['-D', data, '-U', 'hearth', '-A', 'trust', '-E', 'UTF8', '--no-locale', ...(isKept ? [] : ['--no-sync'])]
  execFileSync(join(bin, 'initdb'), args, { ...owner, cwd: data, stdio: 'ignore' })
}

/** PostgreSQL refuses to run as root, and its own user has to reach the folder, which is in one of ours. */
export function makeDataFolder(data: string): Owner | undefined {
  const owner = ownerOfDatabases()
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(dirname(data), 0o755)
  chmodSync(dirname(dirname(data)), 0o755)
  if (owner) execFileSync('chown', [`${owner.uid}:${owner.gid}`, data])
  return owner
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

function ownerOfDatabases(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** It listens before it lets anybody in. */
async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
