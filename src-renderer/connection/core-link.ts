import { createStore, type StoreApi } from 'zustand/vanilla'
import { type AccessState, accessError } from '../../src-shared/desktop/access.ts'
import type { AppInfo } from '../../src-shared/desktop/app.ts'
import type { Change } from '../../src-shared/desktop/changes.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { AppError, rpcError } from '../../src-shared/rpc/errors.ts'
import type { Api, Connection } from '../api.ts'
import { faultOf } from '../fault-of.ts'
import { liveApi } from './live-api.ts'
import { type Patience, untilSilent, usualPatience } from './until-silent.ts'

export interface LinkState {
  readonly status: 'connecting' | 'connected' | 'lost'
  readonly info: AppInfo | null
  /** Why the connection is lost. */
  readonly fault: Fault | null
  /** What the core said last about whether it answers; null before it said anything. */
  readonly access: AccessState | null
}

export interface CoreLinkDeps {
  readonly connect: () => Promise<{ readonly api: Connection['api'] & Partial<Disposable> }>
  /** Milliseconds before the n-th try; tests make it short. */
  readonly backOffMs?: (tries: number) => number
  readonly patience?: Patience
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

export function createCoreLink({ connect, backOffMs = doubling, patience = usualPatience }: CoreLinkDeps): CoreLink {
  const state = createStore<LinkState>(() => ({ status: 'connecting', info: null, fault: null, access: null }))
  let current: Api | undefined
  let wake = (): void => {}

  const take = (access: AccessState): void => state.setState({ access })

  /** Never resolves: it ends with what the connection ended by. */
  async function stay(listener: LinkListener, signal: AbortSignal): Promise<never> {
    const { api } = await connect()
    const [locked, left] = [new AbortController(), new AbortController()]
    const here = AbortSignal.any([signal, locked.signal])
    current = api
    // Everything that waits for an answer fails with it, and the connection counts as lost.
    void untilSilent(api, patience, left.signal).then(() => {
      if (!left.signal.aborted) api[Symbol.dispose]?.()
    })
    try {
      const accesses = api.access.watch(undefined, here)[Symbol.asyncIterator]()
      await untilOpen(accesses, take)
      // A lock ends this connection as the core's end would: everything is read anew when it opens.
      void untilLocked(accesses, take).then(
        () => locked.abort(),
        () => {},
      )
      // A feed ends in order when the whole store was replaced: everything is read anew, at the same connection, on which calls wait.
      for (;;) await follow({ api, state, listener }, here)
    } catch (error) {
      api[Symbol.dispose]?.()
      if (!locked.signal.aborted) throw error
      throw new AppError(accessError.locked)
    } finally {
      left.abort()
    }
  }

  async function run(listener: LinkListener, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      const ended = await stay(listener, signal).catch(faultOf)
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

interface Following {
  readonly api: Api
  readonly state: StoreApi<LinkState>
  readonly listener: LinkListener
}

/** Hands on what changes until the feed ends. */
async function follow({ api, state, listener }: Following, here: AbortSignal): Promise<void> {
  const info = await api.app.info(undefined, here)
  const feed = api.changes.watch(undefined, here)[Symbol.asyncIterator]()
  const first = feed.next()
  state.setState({ status: 'connected', info, fault: null })
  void listener.onConnected()
  for (let change = await first; change.done !== true; change = await feed.next()) listener.onChange(change.value)
}

const doubling = (tries: number): number => Math.min(10_000, 250 * 2 ** Math.min(tries, 6))

type TakeAccess = (access: AccessState) => void

async function untilOpen(accesses: AsyncIterator<AccessState>, take: TakeAccess): Promise<void> {
  for (let each = await accesses.next(); each.done !== true; each = await accesses.next()) {
    take(each.value)
    if (each.value.kind === 'open') return
  }
}

/** Rejects when the connection ends before. */
async function untilLocked(accesses: AsyncIterator<AccessState>, take: TakeAccess): Promise<void> {
  for (let each = await accesses.next(); each.done !== true; each = await accesses.next()) {
    take(each.value)
    if (each.value.kind !== 'open') return
  }
  throw new AppError(rpcError.disconnected)
}
