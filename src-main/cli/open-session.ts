import { join } from 'node:path'
import { startError, storeError } from '../../src-shared/desktop/app.ts'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Config } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { openCore } from '../core/open-core.ts'
import { isStoreFault, storeFault } from '../db/store-fault.ts'
import { portPair } from '../rpc/port-pair.ts'
import type { CoreSession } from './command-context.ts'

/** The core of the data folder, in this process or joined, and a connection to it. Errors: `startError`. */
export async function openSession(config: Config): Promise<CoreSession> {
  await using started = new AsyncDisposableStack()
  const core = started.use(await start(config))
  const [coreEnd, ourEnd] = portPair()
  core.attach(coreEnd)
  const api = started.use(connect(ourEnd, desktop, { name: 'cli' }))
  const session = started.move()
  return { api, isJoined: core.isJoined, [Symbol.asyncDispose]: () => session.disposeAsync() }
}

export const logOf = ({ dataFolder, logLevel }: Config) => ({ file: join(dataFolder, 'logs', 'hearth.log'), level: logLevel })

async function start(config: Config) {
  const { dataFolder } = config
  try {
    return await openCore({ config, log: createLog(logOf(config)), shell: 'cli' })
  } catch (error) {
    throw asStartError(error, dataFolder)
  }
}

/** The log and the lock come before the store, and meet an unwritable folder first. */
function asStartError(error: unknown, folder: string): unknown {
  if (error instanceof AppError) return error
  const fault = storeFault(error)
  if (isStoreFault(fault, storeError.diskFull)) return new AppError(startError.diskFull, { folder }, { cause: error })
  const isForbidden = isStoreFault(fault, storeError.readOnly) || (error instanceof Error && 'syscall' in error)
  return isForbidden ? new AppError(startError.readOnly, { folder }, { cause: error }) : error
}
