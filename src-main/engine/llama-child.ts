import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { llama } from '../../src-shared/engine/llama.ts'

const contract = { llama, lifecycle }
export type LlamaContract = typeof contract

/** What `createSupervised` needs to start the child. It evaluates on threads of its own, but reads headers and templates on its JavaScript thread. */
export const llamaChild = {
  name: 'llama',
  entry: new URL('./llama-process.ts', import.meta.url),
  contract,
  limits: { silentBusyMs: 20_000 },
} as const
