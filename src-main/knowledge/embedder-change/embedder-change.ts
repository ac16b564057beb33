import type { EmbedderChangeRow } from '../../../src-shared/rows/embedder-change.ts'
import type { EmbedderModel } from '../knowledge-deps.ts'
import { describeChange, type OpenChange, openChange, putChange, readChange } from './change-row.ts'
import { type ChangeRunnerDeps, createChangeRunner } from './change-runner.ts'
import { settleChange } from './settle-change.ts'

/** Which embedder serves, and the change to another in the background. */
export interface EmbedderChange extends AsyncDisposable {
  /** The one that questions and documents are embedded with: the chosen one, or the one before while that is not whole. */
  serving(): EmbedderModel | undefined
  row(): EmbedderChangeRow | null
  /** To be called at the start and whenever another embedder may be the chosen one. */
  settle(): void
  stop(): EmbedderChangeRow | null
  resume(): EmbedderChangeRow | null
  /** Whether a change still needs this model. */
  isUsing(modelId: string): boolean
  /** Writes nothing while `work` runs. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing is being done. */
  idle(): Promise<void>
}

export interface EmbedderChangeDeps extends ChangeRunnerDeps {
  /** By settings and what is installed; undefined when there is none. */
  readonly chosen: () => EmbedderModel | undefined
}

export function createEmbedderChange(deps: EmbedderChangeDeps): EmbedderChange {
  const { db, now, chosen, installed } = deps
  const runner = createChangeRunner(deps)
  const row = (): EmbedderChangeRow | null => describeChange(db, runner.msPerPassage())

  function setStatus(status: OpenChange['status']): EmbedderChangeRow | null {
    db.transact((tx) => {
      const change = openChange(tx)
      if (change) putChange(tx, { ...change, status, fault: null })
    })
    runner.rowChanged()
    return row()
  }

  return {
    row,
    serving() {
      const [wanted, change] = [chosen(), readChange(db)]
      if (change === undefined || change.serving_id === wanted?.id) return wanted
      return installed(change.serving_id) ?? wanted
    },
    settle() {
      const chosenId = chosen()?.id
      if (chosenId !== undefined)
        db.transact((tx) => settleChange(tx, { chosenId, canServe: (id) => installed(id) !== undefined, at: now() }))
      runner.rowChanged()
    },
    stop: () => setStatus('stopped'),
    resume: () => setStatus('running'),
    isUsing(modelId) {
      const change = openChange(db)
      return change?.serving_id === modelId || (change?.status === 'running' && change.target_id === modelId)
    },
    async alone(work) {
      try {
        await runner.hold()
        return await work()
      } finally {
        runner.release()
      }
    },
    idle: runner.idle,
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  }
}
