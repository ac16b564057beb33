import type { GpuBackend } from '../../src-shared/models/fit.ts'
import type { MemoryNeed } from './memory-need.ts'

export interface FitWish {
  /** Null: as much as fits, within reason. */
  readonly contextSize: number | null
  readonly gpu: GpuBackend
  readonly gpuLayers: 'auto' | number
  readonly threads: number | null
}

export interface FitQuestion {
  /** Bytes for a context of so many tokens. */
  readonly need: (contextSize: number) => MemoryNeed
  readonly layers: number
  /** The longest context the model was trained for. */
  readonly trainContext: number
  readonly wish: FitWish
}
