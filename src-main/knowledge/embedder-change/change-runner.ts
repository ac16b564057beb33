import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import type { WriteDb } from '../../db/database.ts'
import { createWokenLoop } from '../woken-loop.ts'
import { createChangePace } from './change-pace.ts'
import { type OpenChange, openChange, putChange, readChange, tellChange, vectorsOf } from './change-row.ts'
import { type EmbedAgainDeps, embedAgain } from './embed-again.ts'
import { isStill } from './settle-change.ts'

/** Works on the change of the row, whatever it is, until there is none, it is stopped, or the runner is held or disposed. */
export interface ChangeRunner extends AsyncDisposable {
  /** The row was changed: lets go of what is no longer to be done, and begins what is. */
  rowChanged(): void
  msPerPassage(): number | null
  /** Nothing begins while it is held. Resolves when nothing is being done any more. */
  hold(): Promise<void>
  release(): void
  idle(): Promise<void>
}

export interface ChangeRunnerDeps extends Omit<EmbedAgainDeps, 'onProgress'> {
  /** Searches are answered by another embedder from now on. */
  readonly onChangedOver: () => void
  readonly onFault: (stage: string, error: unknown) => void
}

/** Between a fault that could not even be written down and the next attempt. */
const pauseMs = 5_000

export function createChangeRunner(deps: ChangeRunnerDeps): ChangeRunner {
  const { db, onFault } = deps
  const ended = new AbortController()
  const progress = createProgress(deps)
  let isHeld = false
  let inHand: { readonly change: OpenChange; readonly controller: AbortController } | undefined
  const loop = createWokenLoop({ work, onFault: (error) => onFault('embedder-change', error), ended: ended.signal, pauseMs })

  const isHalted = (): boolean => isHeld || ended.signal.aborted

  async function work(): Promise<void> {
    for (let change = running(); change !== undefined; change = running()) await take(change)
  }

  function running(): OpenChange | undefined {
    const change = isHalted() ? undefined : openChange(db)
    return change?.status === 'running' ? change : undefined
  }

  async function take(change: OpenChange): Promise<void> {
    const controller = new AbortController()
    inHand = { change, controller }
    progress.forget()
    try {
      await embedAgain({ ...deps, onProgress: progress.note }, change, controller.signal)
    } catch (error) {
      if (!controller.signal.aborted) stopWith(deps, change, error)
    } finally {
      inHand = undefined
    }
    if (!isHalted() && readChange(db)?.serving_id === change.target_id) deps.onChangedOver()
  }

  function letGo(): void {
    if (inHand && (isHalted() || !isStill(db, inHand.change))) inHand.controller.abort(new AppError(rpcError.aborted))
  }

  return {
    rowChanged() {
      letGo()
      loop.wake()
    },
    msPerPassage: progress.msPerPassage,
    async hold() {
      isHeld = true
      letGo()
      await loop.idle()
    },
    release() {
      isHeld = false
      loop.wake()
    },
    idle: loop.idle,
    async [Symbol.asyncDispose]() {
      ended.abort(new AppError(rpcError.aborted))
      letGo()
      await loop.idle()
    },
  }
}

/** Nobody asked for it: it says what happened, and waits to be told to go on. */
function stopWith({ db, onFault }: ChangeRunnerDeps, change: OpenChange, error: unknown): void {
  if (!(error instanceof AppError)) onFault('embedder-change', error)
  const fault = error instanceof AppError ? { code: error.code, data: error.data } : { code: rpcError.internal }
  db.transact((tx) => {
    if (isStill(tx, change)) putChange(tx, { ...change, status: 'stopped', fault })
  })
}

/** Between two times that it is told how far it is. */
const beatMs = 300

function createProgress({ now }: Pick<ChangeRunnerDeps, 'now'>) {
  const pace = createChangePace(now)
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    forget: pace.forget,
    msPerPassage: pace.msPerPassage,
    note(tx: WriteDb): void {
      const change = openChange(tx)
      if (change) pace.note(vectorsOf(tx, change.target_id))
      if (now() - toldAt < beatMs) return
      toldAt = now()
      tellChange(tx, pace.msPerPassage())
    },
  }
}
