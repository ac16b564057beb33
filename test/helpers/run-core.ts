// A whole core in a process of its own, for tests that kill it. Usage: node run-core.ts FOLDER
import { join } from 'node:path'
import { readConfig } from '../../src-main/core/config.ts'
import { createLog } from '../../src-main/core/log.ts'
import { openCore } from '../../src-main/core/open-core.ts'

const config = readConfig({ dataFolder: process.argv[2] })
const log = createLog({ file: join(config.dataFolder, 'logs', 'hearth.log'), level: 'info' })
const core = await openCore({ config, log, shell: 'cli' })
process.once('SIGTERM', () => void core[Symbol.asyncDispose]())
process.stdout.write('ready\n')
