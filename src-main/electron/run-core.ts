import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { serve } from '../../src-shared/rpc/host.ts'
import { shell } from '../../src-shared/shell/shell.ts'
import type { Log } from '../core/log.ts'
import { createCrashHistory } from '../engine/crash-history.ts'
import type { Ask } from './ask.ts'
import { type CorePlaces, startCore } from './core-process.ts'
import { type KeptCore, keepCore } from './keep-core.ts'
import type { ShellWords } from './shell-words.ts'
import { tellCoreStopped } from './tell-core-stopped.ts'

export interface RunCoreDeps {
  readonly places: CorePlaces
  readonly dataFolder: string
  readonly log: Log
  /** What the core may ask of its shell. */
  readonly handlers: FeatureHandlers<typeof shell>
  readonly ask: Ask
  readonly words: () => ShellWords
  readonly quit: () => void
}

/** The core of this data folder as a child, for as long as the window's shell lives. */
export function runCore({ places, dataFolder, log, handlers, ask, words, quit }: RunCoreDeps): KeptCore {
  const onError = (path: string, error: unknown): void => log.error({ path, err: error }, 'call failed')
  return keepCore({
    start() {
      const running = startCore(places, ['--data', dataFolder])
      log.info({ pid: running.pid }, 'core started')
      return running
    },
    serveShell: (port) => void serve(port, { shell }, { handlers: { shell: handlers }, onError }),
    history: createCrashHistory({ now: Date.now, limit: 3, windowMs: 60_000, firstDelayMs: 250, longestDelayMs: 10_000 }),
    onCrash: (exit) => log.error(exit, 'the core stopped'),
    async askToGoOn(exit) {
      const goesOn = await tellCoreStopped(ask, words(), exit)
      if (!goesOn) quit()
      return goesOn
    },
  })
}
