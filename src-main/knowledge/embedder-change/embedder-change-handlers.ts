import type { embedderChange } from '../../../src-shared/desktop/embedder-change.ts'
import type { FeatureHandlers } from '../../../src-shared/rpc/contract.ts'
import type { EmbedderChange } from './embedder-change.ts'

export const createEmbedderChangeHandlers = (
  change: Pick<EmbedderChange, 'row' | 'stop' | 'resume'>,
): FeatureHandlers<typeof embedderChange> => ({
  get: () => change.row(),
  stop: () => change.stop(),
  resume: () => change.resume(),
})
