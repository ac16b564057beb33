import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { NativeDatabase } from '../../../scripts/services/native-database.ts'
import { binOfPostgres, makeDataFolder, postgres } from '../../../scripts/services/postgres.ts'

/** A streaming replica of the PostgreSQL at `url`, which has to listen on this machine. It begins with a copy of everything. */
export const replicaOf = (url: string): NativeDatabase => ({
  ...postgres,
  async start(options) {
    const data = join(options.folder, 'data')
    if (!existsSync(data)) copyTo(data, url)
    return await postgres.start(options)
  },
})

function copyTo(data: string, url: string): void {
  const owner = makeDataFolder(data)
  const args = ['--pgdata', data, '--dbname', url, '--write-recovery-conf', '--checkpoint', 'fast', '--no-sync']
  execFileSync(join(binOfPostgres(), 'pg_basebackup'), args, { ...owner, cwd: data, stdio: 'ignore' })
}
