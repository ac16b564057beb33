// A whole core in a process of its own. Usage: node run-core.ts FOLDER. One line of JSON tells how it started: {joined} or {fault}.
import { join } from 'node:path'
import { readConfig } from '../../src-main/core/config.ts'
import { createLog } from '../../src-main/core/log.ts'
import { openCore } from '../../src-main/core/open-core.ts'
import { serializeError } from '../../src-shared/rpc/errors.ts'

const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const config = readConfig({ dataFolder: process.argv[2] })
  const log = createLog({ file: join(config.dataFolder, 'logs', 'hearth.log'), level: 'info' })
  const core = await openCore({ config, log, shell: 'cli' })
  process.once('SIGTERM', () => void core[Symbol.asyncDispose]())
  tell({ joined: core.isJoined })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  tell({ fault: serializeError(error) })
  process.exitCode = 1
}
