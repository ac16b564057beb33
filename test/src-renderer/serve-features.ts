import { portPair } from '../../src-main/rpc/port-pair.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { Client, Contract, Handlers } from '../../src-shared/rpc/contract.ts'
import { serve } from '../../src-shared/rpc/host.ts'

/** A client of these handlers over a real port; `end` is a core that is gone. */
export function serveFeatures<C extends Contract>(contract: C, handlers: Handlers<C>): { readonly api: Client<C>; end(): void } {
  const [near, far] = portPair()
  const faults: unknown[] = []
  const host = serve(far, contract, { handlers, onError: (_, error) => faults.push(error) })
  return { api: connect(near, contract), end: () => host[Symbol.dispose]() }
}
