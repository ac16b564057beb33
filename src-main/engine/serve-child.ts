import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import type { Contract, Handlers } from '../../src-shared/rpc/contract.ts'
import { serve } from '../../src-shared/rpc/host.ts'
import { childPort } from '../rpc/child-port.ts'
import { exitWithParent } from './exit-with-parent.ts'

/**
 * What every engine child does: answers its contract and `lifecycle` over the channel to the core, and ends with the core.
 * A fault of a handler goes to standard error, which the core keeps.
 */
export function serveChild<C extends Contract>(contract: C, handlers: Handlers<C>): void {
  exitWithParent({ parentPid: process.ppid, everyMs: 500 })
  const alive = { lifecycle: { ping: () => ({ memory_bytes: process.memoryUsage.rss() }) } }
  serve<Contract>(childPort(process), { ...contract, lifecycle }, { handlers: { ...handlers, ...alive }, onError: tellCore })
}

function tellCore(path: string, error: unknown): void {
  process.stderr.write(`${path}: ${error instanceof Error ? error.stack : String(error)}\n`)
}
