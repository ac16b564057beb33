import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import { createLine } from './line.ts'

export interface AdmissionLimits {
  /** Whose turn it may be at the same time. */
  readonly atOnce: number
  /** Who may wait besides. */
  readonly waiting: number
  /** Of all these, how many of one user. */
  readonly ofOneUser: number
  /** Told to whoever is refused. */
  readonly retryAfterSeconds: number
}

/** Once disposed of it is free for the next, whether or not its turn had come. */
export interface Place extends Disposable {
  /** Comes in the order of asking. Errors: `aborted`. */
  turn(signal: AbortSignal): Promise<void>
}

export interface Admission {
  /** At once. Errors: `OVERLOADED`, `RATE_LIMITED`, both {retry_after}. */
  enter(userId: string): Place
}

/** A queue that does not grow: who finds it full is told so at once, instead of everybody late, and nobody fills it alone. */
export function createAdmission(limits: AdmissionLimits): Admission {
  const { atOnce, waiting, ofOneUser, retryAfterSeconds: retry_after } = limits
  const line = createLine(atOnce)
  const inside: string[] = []

  return {
    enter(userId) {
      if (inside.filter((id) => id === userId).length >= ofOneUser) throw new AppError('RATE_LIMITED', { retry_after })
      if (inside.length >= atOnce + waiting) throw new AppError('OVERLOADED', { retry_after })
      inside.push(userId)
      const left = new AbortController()
      const held = new DisposableStack()
      held.defer(() => void inside.splice(inside.indexOf(userId), 1))
      held.defer(() => left.abort())
      return {
        async turn(signal) {
          const turn = await line.take(AbortSignal.any([signal, left.signal]))
          if (!held.disposed) return void held.use(turn)
          turn[Symbol.dispose]()
          throw new AppError(rpcError.aborted)
        },
        [Symbol.dispose]: () => held.dispose(),
      }
    },
  }
}
