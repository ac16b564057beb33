import { findProgram } from './find-program.ts'
import type { NativeDatabase } from './native-database.ts'
import { freePort, listensOn, startProgram } from './start-program.ts'

const find = (): string | undefined => findProgram('redis-server', ['/usr/bin'])

export const redis: NativeDatabase = {
  name: 'Redis',
  missing: () => (find() ? undefined : 'Redis is missing: apt-get install redis-server'),
  async start(options) {
    const port = options.port ?? (await freePort())
    const keeping = options.isKept ? ['--appendonly', 'yes'] : ['--save', '']
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', options.folder, ...keeping]
    const program = { command: find() ?? '', args, stopSignal: 'SIGTERM', answers: () => listensOn(port) } as const
    return { ...(await startProgram(program, options)), port, variables: { REDIS_URL: `redis://127.0.0.1:${port}/0` } }
  },
}
