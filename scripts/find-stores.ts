import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface FoundStores {
  /** The folder with `initdb` and `postgres`. */
  readonly postgres: string
  /** The program. */
  readonly redis: string
}

/** The databases that the server's tests start: on the path, or where Debian keeps PostgreSQL. Undefined when one is missing. */
export function findStores(environment: NodeJS.ProcessEnv = process.env): FoundStores | undefined {
  const path = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const postgres = [...path, ...debianFolders()].find((folder) => existsSync(join(folder, 'initdb')))
  const redis = [...path, '/usr/bin'].find((folder) => existsSync(join(folder, 'redis-server')))
  return postgres && redis ? { postgres, redis: join(redis, 'redis-server') } : undefined
}

function debianFolders(): string[] {
  const versions = '/usr/lib/postgresql'
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : []
}
