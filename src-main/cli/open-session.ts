import { join } from 'node:path'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { Config } from '../core/config.ts'
import { createLog, type Log } from '../core/log.ts'
import { type Core, openCore } from '../core/open-core.ts'
import { startFault } from '../core/start-fault.ts'
import { portPair } from '../rpc/port-pair.ts'
import type { CoreSession } from './command-context.ts'

/** The core of the data folder, in this process or joined, and a connection to it. Errors: `startError`. */
export async function openSession(config: Config): Promise<CoreSession> {
  await using started = new AsyncDisposableStack()
  const core = started.use(await start(config))
  const [coreEnd, ourEnd] = portPair()
  await core.attach(coreEnd)
  const api = started.use(connect(ourEnd, desktop, { name: 'cli' }))
  const session = started.move()
  return { api, isJoined: core.isJoined, [Symbol.asyncDispose]: () => session.disposeAsync() }
}

export const logOf = ({ dataFolder, logLevel }: Config) => ({ file: join(dataFolder, 'logs', 'hearth.log'), level: logLevel })

async function start(config: Config): Promise<Core> {
  return await openCore({ config, log: openLog(config), shell: 'cli' })
}

/** The log is the first to meet a folder that cannot be written to. */
function openLog(config: Config): Log {
  try {
    return createLog(logOf(config))
  } catch (error) {
    throw startFault(error, config.dataFolder)
  }
}
