import type { LoadedModel } from '../../src-shared/desktop/models.ts'
import { createListeners } from './listeners.ts'

export interface LoadedView {
  get(): LoadedModel | null
  /** Null: no model is in memory, and none is being put there. */
  set(model: LoadedModel | null): void
  /** Changes some of what is shown, if anything is. */
  change(part: Partial<LoadedModel>): void
  onChange(listener: (model: LoadedModel | null) => void): Disposable
}

/** What is told of the model in memory, to whoever looks or listens. */
export function createLoadedView(): LoadedView {
  const listeners = createListeners<LoadedModel | null>()
  let shown: LoadedModel | null = null
  const set = (model: LoadedModel | null) => {
    shown = model
    listeners.tell(model)
  }
  return {
    get: () => shown,
    set,
    change(part) {
      if (shown) set({ ...shown, ...part })
    },
    onChange: listeners.add,
  }
}

export const loadingModel = (id: string): LoadedModel => ({
  id,
  state: 'loading',
  progress: 0,
  plan: null,
  memory_bytes: null,
  tokens_per_s: null,
  context_size: null,
  gpu: null,
  fault: null,
})
