import { setTimeout as delay } from 'node:timers/promises'
import type { Port } from '../../src-shared/rpc/port.ts'
import type { CrashHistory } from '../engine/crash-history.ts'
import { type Lanes, splitChannel } from '../rpc/channel-splitter.ts'
import { relay } from '../rpc/relay.ts'
import type { CoreExit, RunningCore } from './core-process.ts'

export interface KeepCoreDeps {
  readonly start: () => RunningCore
  /** Answers what the core asks of its shell. */
  readonly serveShell: (port: Port) => void
  readonly history: CrashHistory
  readonly onCrash: (exit: CoreExit) => void
  /** It stopped again and again: true tries once more, false leaves it. */
  readonly askToGoOn: (exit: CoreExit) => Promise<boolean>
}

export interface KeptCore extends AsyncDisposable {
  /** Connects a page with the core. While there is none the port is closed, and the page asks again by itself. */
  connect(page: Port): void
}

/** Keeps one core running: a crash ends every page's port, and it is started again, later with every crash. */
export function keepCore({ start, serveShell, history, onCrash, askToGoOn }: KeepCoreDeps): KeptCore {
  const ending = new AbortController()
  const { signal } = ending
  let running: RunningCore | undefined
  let lanes: Lanes | undefined

  async function runOnce(): Promise<CoreExit> {
    running = start()
    lanes = splitChannel(running.port)
    serveShell(lanes.open('shell'))
    const exit = await running.exited
    lanes = undefined
    return exit
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      const exit = await runOnce()
      if (signal.aborted) return
      history.note(['run'])
      onCrash(exit)
      if (!history.isLoop()) await delay(history.delayMs(), undefined, { signal }).catch(() => undefined)
      else if (await askToGoOn(exit)) history.forgive()
      else return
    }
  }
  void keep()

  return {
    connect(page) {
      if (lanes === undefined) page.close('The core is not running')
      else relay(page, lanes.open('page'))
    },
    async [Symbol.asyncDispose]() {
      ending.abort()
      await running?.stop()
    },
  }
}
