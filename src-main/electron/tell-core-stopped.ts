import type { Ask } from './ask.ts'
import type { CoreExit } from './core-process.ts'
import type { ShellWords } from './shell-words.ts'

/** Shows that the core stopped again and again. True when it is to be started once more. */
export async function tellCoreStopped(ask: Ask, { coreStopped, coreStoppedDetail, startAgain, end }: ShellWords, exit: CoreExit) {
  const detail = [coreStoppedDetail, '', ...exit.tail.slice(-5)].join('\n')
  return (await ask({ type: 'error', message: coreStopped, detail, buttons: [startAgain, end], defaultId: 0 })) === 0
}
