import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccessState } from '../../src-shared/desktop/access.ts'
import type { AppInfo } from '../../src-shared/desktop/app.ts'
import type { Change } from '../../src-shared/desktop/changes.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api, Connection } from '../api.ts'
import { faultOf } from '../fault-of.ts'
import { liveApi } from './live-api.ts'

export interface LinkState {
  readonly status: 'connecting' | 'connected' | 'lost'
  readonly info: AppInfo | null
  /** Why the connection is lost. */
  readonly fault: Fault | null
  /** What the core said last about whether it answers; null before it said anything. */
  readonly access: AccessState | null
}

export interface CoreLinkDeps {
  readonly connect: () => Promise<Pick<Connection, 'api'>>
  /** Milliseconds before the n-th try; tests make it short. */
  readonly backOffMs?: (tries: number) => number
}

export interface LinkListener {
  /** Comes after every connect, when the feed is already watched: what is read now misses no change. */
  readonly onConnected: () => Promise<void>
  readonly onChange: (change: Change) => void
}

export interface CoreLink {
  readonly api: Api
  readonly state: StoreApi<LinkState>
  /** Connects, and connects again whenever the core is gone, until `signal` aborts. */
  run(listener: LinkListener, signal: AbortSignal): Promise<void>
  /** Does not wait for the next try. */
  retryNow(): void
}

export function createCoreLink({ connect, backOffMs = doubling }: CoreLinkDeps): CoreLink {
  const state = createStore<LinkState>(() => ({ status: 'connecting', info: null, fault: null, access: null }))
  let current: Api | undefined
  let wake = (): void => {}

  async function stay(listener: LinkListener, signal: AbortSignal): Promise<void> {
    const { api } = await connect()
    current = api
    const accesses = api.access.watch(undefined, signal)[Symbol.asyncIterator]()
    await untilOpen(accesses)
    // It may be locked and unlocked meanwhile; that it ends is told by the feed as well.
    void followAccess(accesses).catch(() => {})
    const info = await api.app.info(undefined, signal)
    const feed = api.changes.watch(undefined, signal)[Symbol.asyncIterator]()
    const first = feed.next()
    state.setState({ status: 'connected', info, fault: null })
    void listener.onConnected()
    for (let change = await first; change.done !== true; change = await feed.next()) listener.onChange(change.value)
  }

  async function untilOpen(accesses: AsyncIterator<AccessState>): Promise<void> {
    for (let each = await accesses.next(); each.done !== true; each = await accesses.next()) {
      state.setState({ access: each.value })
      if (each.value.kind === 'open') return
    }
  }

  async function followAccess(accesses: AsyncIterator<AccessState>): Promise<void> {
    for (let each = await accesses.next(); each.done !== true; each = await accesses.next())
      state.setState({ access: each.value })
  }

  async function run(listener: LinkListener, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      const ended = await stay(listener, signal).then(() => ({ code: rpcError.disconnected }), faultOf)
      current = undefined
      if (signal.aborted) return
      if (state.getState().status === 'connected') tries = 0
      state.setState({ status: 'lost', fault: ended })
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, backOffMs(tries))
      })
    }
  }

  return { api: liveApi(() => current), state, run, retryNow: () => wake() }
}

const doubling = (tries: number): number => Math.min(10_000, 250 * 2 ** Math.min(tries, 6))
