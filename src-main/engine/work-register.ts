export interface WorkRegister {
  begin(stage: string): Disposable
  /** What is being done now, the oldest first. */
  stages(): readonly string[]
}

export interface WorkRegisterOptions {
  /** After so long without work `onIdle` is called; infinite: never. Asked whenever a wait begins or ends. */
  readonly idleMs: () => number
  readonly onIdle: () => void
}

/** Knows what a child is at, and when it has had nothing to do for long. */
export function createWorkRegister({ idleMs, onIdle }: WorkRegisterOptions): WorkRegister {
  const working = new Map<object, string>()
  let idleTimer: NodeJS.Timeout | undefined

  /** `idleMs` may be made longer meanwhile. */
  function waitOn(waitedMs: number): void {
    const restMs = idleMs() - waitedMs
    if (waitedMs > 0 && restMs <= 0) onIdle()
    else if (Number.isFinite(restMs)) idleTimer = setTimeout(() => waitOn(waitedMs + restMs), restMs).unref()
  }

  return {
    begin(stage) {
      const token = {}
      working.set(token, stage)
      clearTimeout(idleTimer)
      return {
        [Symbol.dispose]() {
          working.delete(token)
          if (working.size === 0) waitOn(0)
        },
      }
    },
    stages: () => [...working.values()],
  }
}
