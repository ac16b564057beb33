import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { LinkState } from '../../../src-renderer/connection/core-link.ts'
import { createOverLosses } from '../../../src-renderer/connection/over-losses.ts'
import { createModelStore, defaultChatModel } from '../../../src-renderer/models/model-store.ts'
import {
  type LoadedModel,
  type MachineState,
  type ModelEntry,
  modelError,
  models,
  noModelSettings,
} from '../../../src-shared/desktop/models.ts'
import { usage } from '../../../src-shared/desktop/usage.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { serveFeatures } from '../serve-features.ts'

const row = (fields: Partial<ModelRow> = {}): ModelRow => ({
  ...{ id: 'small', role: 'chat', name: 'Small', path: '/models/small.gguf', size_bytes: 100, received_bytes: 0 },
  ...{ sha256: null, status: 'downloading', fault: null, created_at: 1, updated_at: 1 },
  ...fields,
})

const entry = (id: string, fields: Partial<ModelEntry> = {}): ModelEntry => ({
  ...{ id, role: 'chat', name: id, summary: null, offer: null, row: null, isDefault: false, canRank: false },
  ...fields,
})

const inMemory = (state: LoadedModel['state'], progress: number): LoadedModel => ({
  ...{ id: 'small', state, progress, plan: null, memory_bytes: 1, tokens_per_s: null },
  ...{ context_size: 4096, gpu: null, fault: null },
})

const estimate = {
  ...{ weights_bytes: 1, kv_bytes: 1, buffers_bytes: 1, total_bytes: 3, free_memory_bytes: 9, free_vram_bytes: null },
  ...{ verdict: 'fits_cpu' as const, reason: 'It fits.' },
  plan: { gpu: 'cpu' as const, gpu_layers: 0, context_size: 4096, threads: 1 },
}

const machine: MachineState = {
  ...{ total_memory_bytes: 16e9, free_memory_bytes: 9e9, gpu: null, free_disk_bytes: 100e9, threads: 4, loaded: null },
}

const summary = { plan: 'free', meter: 'messages' as const, used: 1, limit: 1000, period_start: 1, period_end: 2 }
const speed = { model_id: 'small', answers: 2, tokens: 100, tokens_per_s: { low: 20, median: 30, high: 40 }, first_token_ms: 400 }

function open() {
  const listed = new Map([['small', entry('small')]])
  const memory: { now: LoadedModel | null } = { now: null }
  const asked: string[] = []
  const demo = { added: 0, isCutOff: false }
  const put = (next: ModelRow): ModelRow => {
    listed.set(next.id, entry(next.id, { row: next }))
    return next
  }
  const core = serveFeatures(
    { models, usage },
    {
      usage: { summary: () => summary, daily: () => [], speeds: () => ({ whole: [speed], days: [] }) },
      models: {
        list: () => [...listed.values()],
        fit: ({ id }) => {
          asked.push(id)
          return estimate
        },
        download: () => put(row()),
        pause: () => put(row({ status: 'paused' })),
        remove: ({ id }) => void listed.delete(id),
        import: () => {
          throw new AppError(modelError.notAModel)
        },
        addDemo: () => {
          demo.added++
          if (demo.isCutOff) throw new AppError(rpcError.disconnected)
          return [put(row({ id: 'demo', status: 'ready' }))]
        },
        async *load() {
          yield inMemory('loading', 0.5)
          memory.now = inMemory('ready', 1)
        },
        unload: () => {
          memory.now = null
        },
        loaded: () => memory.now,
        machine: () => machine,
        settings: () => noModelSettings,
        changeSettings: ({ fields }) => ({ ...noModelSettings, ...Object.fromEntries(Object.entries(fields)) }),
        verify: () => ({ outcome: 'matches', bytes: 100, sha256: 'ab' }),
      },
    },
  )
  const state = createStore<LinkState>(() => ({ status: 'connected', info: null, fault: null, access: null }))
  const store = createModelStore({ api: core.api, overLosses: createOverLosses({ state }) })
  const reconnect = (): void => {
    demo.isCutOff = false
    state.setState({ info: { version: '1.0.0', shell: 'browser', data_folder: 'data', platform: 'linux', notices: [] } })
  }
  return { state: () => store.getState(), asked, put, demo, reconnect, [Symbol.dispose]: core.end }
}

test('whether a model fits is asked once, however often it is shown', async () => {
  using page = open()

  await page.state().askFit('small')
  await page.state().askFit('small')

  expect(page.asked).toEqual(['small'])
  expect(page.state().fits['small']?.reason).toBe('It fits.')
})

test('a download shows in its line at once, and pausing it too', async () => {
  using page = open()
  await page.state().reread()

  await page.state().download('small')
  expect(page.state().entries[0]?.row?.status).toBe('downloading')
  await page.state().pause('small')

  expect(page.state().entries[0]?.row?.status).toBe('paused')
})

test('the demo model is the one in use where there is no other, until it is removed', async () => {
  using page = open()

  await page.state().addDemo()
  expect(defaultChatModel(page.state().entries)?.id).toBe('demo')
  await page.state().remove('demo')

  expect(defaultChatModel(page.state().entries)).toBeUndefined()
})

test('the demo model is added once however often it is pressed, and again where a lost connection cut it off', async () => {
  using page = open()
  page.demo.isCutOff = true

  const pressed = [page.state().addDemo(), page.state().addDemo()]
  await vi.waitFor(() => expect(page.demo.added).toBeGreaterThan(0), 15_000)
  const isShown = page.state().isAddingDemo
  page.reconnect()
  await Promise.all(pressed)

  expect([isShown, page.state().isAddingDemo, page.demo.added]).toEqual([true, false, 2])
  expect(defaultChatModel(page.state().entries)?.id).toBe('demo')
})

test('a model that came from elsewhere is listed as soon as its row is told', async () => {
  using page = open()
  await page.state().reread()

  page.state().changed('other', page.put(row({ id: 'other', status: 'ready' })))

  await vi.waitFor(() => expect(page.state().entries.map(({ id }) => id)).toContain('other'), 15_000)
})

test('loading shows how far it is and ends with what is in memory; unloading empties it', async () => {
  using page = open()

  await page.state().load('small')
  expect(page.state().inMemory).toMatchObject({ id: 'small', state: 'ready' })
  await page.state().unload()

  expect(page.state().inMemory).toBeNull()
})

test('a file that is no model is refused with its code, and the list stays', async () => {
  using page = open()
  await page.state().reread()

  await expect(page.state().importFile('/no/model')).rejects.toMatchObject({ code: modelError.notAModel })

  expect(page.state().entries).toHaveLength(1)
})

test('what is chosen for a model has its fit reckoned anew, because another context needs other memory', async () => {
  using page = open()
  await page.state().askFit('small')

  const chosen = await page.state().changeSettings('small', { context_size: 1024 })

  expect(chosen.context_size).toBe(1024)
  expect(page.asked).toEqual(['small', 'small'])
})

test('the machine and the speeds of late come together', async () => {
  using page = open()

  await page.state().rereadFigures()

  expect(page.state()).toMatchObject({
    machine: { free_disk_bytes: 100e9 },
    speeds: [{ model_id: 'small', first_token_ms: 400 }],
  })
})
