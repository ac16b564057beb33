import { exitCode } from './exit-code.ts'

export interface Interrupt extends Disposable {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal
  /** Until it is disposed, Ctrl-C comes here and does not end the command. */
  divert(onPress: () => void): Disposable
  /** As if Ctrl-C had been pressed. */
  press(): void
  /** Ends the command early without anybody having asked to: nobody reads its output. */
  abandon(): void
}

/** One press reaches us twice under npm: from the terminal, and passed on by the process that started us. */
const samePressMs = 300

/** Ctrl-C, and every other polite request to end. The first one asks the command to stop, the second ends the process at once. */
export function createInterrupt(): Interrupt {
  const controller = new AbortController()
  const diverted: (() => void)[] = []
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const
  let lastPressAt = Number.NEGATIVE_INFINITY

  const onSignal = (): void => {
    const at = performance.now()
    if (at - lastPressAt > samePressMs) press()
    lastPressAt = at
  }

  function press(): void {
    const handler = diverted.at(-1)
    if (handler) return handler()
    if (controller.signal.aborted) process.exit(exitCode.stopped)
    controller.abort()
  }

  for (const event of events) process.on(event, onSignal)
  // Listening for the end of the channel would keep the process alive.
  process.channel?.unref()
  return {
    signal: controller.signal,
    press,
    abandon: () => controller.abort(),
    divert(onPress) {
      diverted.push(onPress)
      return { [Symbol.dispose]: () => void diverted.splice(diverted.indexOf(onPress), 1) }
    },
    [Symbol.dispose]() {
      for (const event of events) process.off(event, onSignal)
    },
  }
}
