import type { network } from '../../src-shared/desktop/network.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Gate } from './gate.ts'

export function createNetworkHandlers({ gate }: { readonly gate: Pick<Gate, 'requests'> }): FeatureHandlers<typeof network> {
  return { requests: () => gate.requests() }
}
