import type { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import type { FeatureHandlers, Handlers } from '../../src-shared/rpc/contract.ts'
import { serve } from '../../src-shared/rpc/host.ts'
import { childPort } from '../rpc/child-port.ts'
import { exitWithParent } from './exit-with-parent.ts'
import type { EngineContract } from './start-child.ts'

export const lifecycleHandlers: FeatureHandlers<typeof lifecycle> = {
  ping: () => ({ memory_bytes: process.memoryUsage.rss() }),
}

/**
 * What every engine child does: answers its contract over the channel to the core, and ends with the core. A fault of a
 * handler goes to standard error, which the core keeps.
 */
export function serveChild<C extends EngineContract>(contract: C, handlers: Handlers<C>): void {
  exitWithParent({ parentPid: process.ppid, everyMs: 500 })
  serve(childPort(process), contract, {
    handlers,
    onError(path, error) {
      process.stderr.write(`${path}: ${error instanceof Error ? error.stack : String(error)}\n`)
    },
  })
}
