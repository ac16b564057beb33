import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { EngineContract } from './start-child.ts'
import type { RunningChild } from './supervise.ts'

export interface FolderModel {
  readonly id: string
  /** The ONNX folder. */
  readonly path: string
}

/** Knows which model is meant and which the child has in memory. */
export interface ModelKeeper<C extends EngineContract, Facts> {
  /** The model that is meant from now on; true when it is another. */
  want(model: FolderModel): boolean
  wanted(): FolderModel | undefined
  /** One load at a time, and none when this run of the child has the model already. */
  loadIn(child: RunningChild<C>): Promise<FolderModel & Facts>
}

interface InMemory<Facts> {
  readonly run: number
  readonly loaded: FolderModel & Facts
}

/** `load` answers what the child tells of the model it loaded. */
export function createModelKeeper<C extends EngineContract, Facts extends object>(
  load: (client: RunningChild<C>['client'], path: string) => Promise<Facts>,
): ModelKeeper<C, Facts> {
  let wanted: FolderModel | undefined
  let inMemory: Promise<InMemory<Facts>> | undefined

  return {
    wanted: () => wanted,
    want(model) {
      if (wanted !== undefined && isSame(wanted, model)) return false
      wanted = model
      return true
    },
    async loadIn({ client, run }) {
      for (;;) {
        const before = inMemory
        const found = await before?.catch(() => undefined)
        if (wanted === undefined) throw new AppError(embedderError.notLoaded)
        if (found?.run === run && isSame(found.loaded, wanted)) return found.loaded
        // Somebody else began a load while this one waited: it may be the right one.
        if (inMemory !== before) continue
        const model = wanted
        const loading = load(client, model.path).then((facts) => ({ run, loaded: { ...model, ...facts } }))
        inMemory = loading
        return (await loading).loaded
      }
    },
  }
}

const isSame = (a: FolderModel, b: FolderModel): boolean => a.id === b.id && a.path === b.path
