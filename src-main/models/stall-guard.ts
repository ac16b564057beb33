import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface StallGuard extends Disposable {
  /** Aborts with the caller's reason, or with `models.stalled` when nothing was heard for too long. */
  readonly signal: AbortSignal
  /** Something was heard: the clock starts anew. */
  alive(): void
}

/** A line that is open and silent is no error to any layer below, so the silence is measured here. */
export function createStallGuard(stallMs: number, signal: AbortSignal): StallGuard {
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(new AppError(modelError.stalled, { silentMs: stallMs })), stallMs)
  return {
    signal: AbortSignal.any([signal, stalled.signal]),
    alive: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
