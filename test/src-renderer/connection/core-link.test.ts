import { expect, test, vi } from 'vitest'
import { createWatchedValue } from '../../../src-main/core/watched-value.ts'
import { portPair } from '../../../src-main/rpc/port-pair.ts'
import { createCoreLink } from '../../../src-renderer/connection/core-link.ts'
import { createOverLosses } from '../../../src-renderer/connection/over-losses.ts'
import { type AccessState, accessError } from '../../../src-shared/desktop/access.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { serve } from '../../../src-shared/rpc/host.ts'

const info = { version: '1.0.0', shell: 'browser' as const, data_folder: 'data', platform: 'linux', notices: [] }

/** A core that can be lost and comes back; everything but `info` and `watch` is missing. */
function openCore() {
  const hosts: Disposable[] = []
  const tell: ((change: Change) => void)[] = []
  const access = createWatchedValue<AccessState>({ kind: 'open' })
  let isDown = false
  let isSilent = false
  const { watch, restore, endRestore } = restorable(tell)
  const missing = { get: (own: object, name: string) => Reflect.get(own, name) ?? (() => undefined) }
  const asked = { watch: (_: unknown, signal: AbortSignal) => access.watch(signal) }
  const handlers = new Proxy(
    {
      access: new Proxy(asked, missing),
      app: { info: () => (isSilent ? new Promise<never>(() => {}) : info) },
      usage: new Proxy({ summary: () => new Promise(() => {}) }, missing),
      backups: new Proxy({ restore }, missing),
      changes: { watch },
    },
    {
      get: (known, feature) => Reflect.get(known, feature) ?? new Proxy({}, missing),
    },
  )
  const assertAllowed = (path: string): void => {
    if (access.get().kind !== 'open' && !path.startsWith('access.')) throw new AppError(accessError.locked)
  }
  return {
    setAccess: access.set,
    async connect() {
      const [near, far] = portPair()
      if (isDown) far.close('The core is down')
      else hosts.push(serve(far, desktop, { handlers: handlers as never, onError: () => {}, assertAllowed }))
      return { api: connect(near, desktop) }
    },
    tell: (change: Change): void => tell.pop()?.(change),
    down(): void {
      isDown = true
      for (const host of hosts.splice(0)) host[Symbol.dispose]()
    },
    fallSilent(): void {
      isSilent = true
    },
    endRestore,
    speakAgain(): void {
      isSilent = false
    },
    up(): void {
      isDown = false
    },
  }
}

/** Changes that a restore ends, as a whole store that is replaced does; its answer comes when it is told to. */
function restorable(tell: ((change: Change) => void)[]) {
  const feeds: (() => void)[] = []
  const restoring = Promise.withResolvers<void>()
  return {
    endRestore: restoring.resolve,
    async *watch(): AsyncGenerator<Change> {
      const ended = new Promise<undefined>((resolve) => feeds.push(() => resolve(undefined)))
      while (true) {
        const change = await Promise.race([new Promise<Change>((resolve) => tell.push(resolve)), ended])
        if (!change) return
        yield change
      }
    },
    async restore() {
      for (const end of feeds.splice(0)) end()
      await restoring.promise
      return { replaced: 'kept' }
    },
  }
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 })

test('a lost core is told, tried again until it is back, and everything is read again', async () => {
  const core = openCore()
  const ending = new AbortController()
  const link = createCoreLink({ connect: core.connect, backOffMs: () => 5 })
  const onConnected = vi.fn(async () => {})
  void link.run({ onConnected, onChange: () => {} }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))

  core.down()
  await until(() => expect(link.state.getState()).toMatchObject({ status: 'lost', fault: { code: 'disconnected' } }))
  core.up()

  await until(() => expect(link.state.getState()).toMatchObject({ status: 'connected', info, fault: null }))
  expect(onConnected).toHaveBeenCalledTimes(2)
  ending.abort()
})

test('changes of the core reach the listener', async () => {
  const core = openCore()
  const ending = new AbortController()
  const link = createCoreLink({ connect: core.connect })
  const told: Change[] = []
  void link.run({ onConnected: async () => {}, onChange: (change) => told.push(change) }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))
  const change: Change = { table: 'settings', id: 'theme', row: { key: 'theme', value: 'dark' } }

  await until(() => {
    core.tell(change)
    expect(told).toContainEqual(change)
  })
  ending.abort()
})

test('without a core a call is refused as disconnected, not as a fault of the page', async () => {
  const link = createCoreLink({ connect: openCore().connect })

  expect(() => link.api.usage).toThrow(expect.objectContaining({ code: 'disconnected' }))
})

const locked: AccessState = { kind: 'locked', isStart: false, retry_at: null }

test('a core that is locked is waited for at the same connection, and read when it opens', async () => {
  const core = openCore()
  core.setAccess(locked)
  const ending = new AbortController()
  const link = createCoreLink({ connect: core.connect, backOffMs: () => 5 })
  const onConnected = vi.fn(async () => {})
  void link.run({ onConnected, onChange: () => {} }, ending.signal)
  await until(() => expect(link.state.getState()).toMatchObject({ access: locked, status: 'connecting' }))

  core.setAccess({ kind: 'open' })

  await until(() => expect(link.state.getState()).toMatchObject({ access: { kind: 'open' }, status: 'connected' }))
  expect(onConnected).toHaveBeenCalledTimes(1)
  ending.abort()
})

test('a lock ends what the page listens to; nothing is handed on until it opens, and then everything is read anew', async () => {
  const core = openCore()
  const ending = new AbortController()
  const link = createCoreLink({ connect: core.connect, backOffMs: () => 5 })
  const [onConnected, onChange] = [vi.fn(async () => {}), vi.fn()]
  void link.run({ onConnected, onChange }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))

  core.setAccess(locked)
  await until(() => expect(link.state.getState()).toMatchObject({ access: locked, fault: { code: accessError.locked } }))
  core.tell({ table: 'drafts', id: 'new', row: null })
  core.setAccess({ kind: 'open' })

  await until(() => expect(link.state.getState().status).toBe('connected'))
  expect([onConnected.mock.calls.length, onChange.mock.calls.length]).toEqual([2, 0])
  ending.abort()
})

test('a core that says nothing any more counts as lost, although nobody told that the wire is cut', async () => {
  const core = openCore()
  const ending = new AbortController()
  const patience = { firstMs: 1000, laterMs: 30, pauseMs: 5 }
  const link = createCoreLink({ connect: core.connect, backOffMs: () => 5, patience })
  const onConnected = vi.fn(async () => {})
  void link.run({ onConnected, onChange: () => {} }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))
  const call = link.api.usage.summary()

  core.fallSilent()
  await expect(call).rejects.toMatchObject({ code: 'disconnected' })
  core.speakAgain()

  await until(() => expect(onConnected.mock.calls.length).toBeGreaterThan(1))
  ending.abort()
})

test('what only the page has is handed over again after a loss, and other faults are told', async () => {
  const core = openCore()
  const ending = new AbortController()
  const link = createCoreLink({ connect: core.connect, backOffMs: () => 5 })
  const overLosses = createOverLosses(link)
  void link.run({ onConnected: async () => {}, onChange: () => {} }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))
  core.down()
  const handOver = vi.fn(() => link.api.app.info())

  const handed = overLosses(async () => await handOver())
  await until(() => expect(link.state.getState().status).toBe('lost'))
  core.up()

  expect(await handed).toEqual(info)
  expect(handOver.mock.calls.length).toBeGreaterThan(1)
  await expect(overLosses(() => Promise.reject(new AppError('other')))).rejects.toMatchObject({ code: 'other' })
  ending.abort()
})

test('a call that ends the feed of changes, as a restore does, still gets its answer, at the one connection that there is', async () => {
  const core = openCore()
  const ending = new AbortController()
  const connectOnce = vi.fn(core.connect)
  const link = createCoreLink({ connect: connectOnce, backOffMs: () => 5 })
  const told: Change[] = []
  const onConnected = vi.fn(async () => {})
  void link.run({ onConnected, onChange: (change) => told.push(change) }, ending.signal)
  await until(() => expect(link.state.getState().status).toBe('connected'))

  const restored = link.api.backups.restore({ path: 'here' })
  await until(() => expect(onConnected).toHaveBeenCalledTimes(2))
  core.endRestore()

  expect(await restored).toEqual({ replaced: 'kept' })
  const change: Change = { table: 'settings', id: 'theme', row: { key: 'theme', value: 'dark' } }
  await until(() => {
    core.tell(change)
    expect(told).toContainEqual(change)
  })
  expect(connectOnce).toHaveBeenCalledTimes(1)
  ending.abort()
})
