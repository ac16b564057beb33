export interface Slot {
  /** There may be something to do. */
  wake(): void
  /** Until it finds nothing more. */
  readonly idle: () => Promise<void>
}

interface SlotState {
  isRunning: boolean
  /** Somebody woke it while it ran. */
  isAgain: boolean
  running: Promise<void>
}

/** Does one thing after the other: `workOne` says whether there was one. It must not throw. */
export function createSlot(workOne: () => Promise<boolean>): Slot {
  const state: SlotState = { isRunning: false, isAgain: false, running: Promise.resolve() }

  async function run(): Promise<void> {
    while (state.isAgain) {
      state.isAgain = false
      while (await workOne());
    }
    // Here and not after it: whoever wakes it from now on has to start it.
    state.isRunning = false
  }

  return {
    wake() {
      state.isAgain = true
      if (state.isRunning) return
      state.isRunning = true
      state.running = run()
    },
    idle: () => state.running,
  }
}
