import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCatalogue } from '../../../src-main/models/catalogue.ts'
import type { Machine } from '../../../src-main/models/machine.ts'
import { readMachineState } from '../../../src-main/models/machine-state.ts'
import type { ModelEngine } from '../../../src-main/models/model-engine.ts'
import { createModelHandlers, type ModelDeps } from '../../../src-main/models/model-handlers.ts'
import { findModelMemory } from '../../../src-main/models/model-memory.ts'
import { chosenForModel } from '../../../src-main/models/model-settings.ts'
import { findModel } from '../../../src-main/models/models.ts'
import { createPlanner } from '../../../src-main/models/plan-model.ts'
import { type LoadedModel, modelError } from '../../../src-shared/desktop/models.ts'
import { defaultSettings } from '../../../src-shared/desktop/settings.ts'
import { smallGguf } from '../../helpers/small-gguf.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const catalogue = readCatalogue(fileURLToPath(new URL('../../../resources/models/catalogue.json', import.meta.url)))
const machine: Machine = { freeMemoryBytes: 12e9, totalMemoryBytes: 16e9, freeVramBytes: null, isVramShared: false, threads: 3 }
const signal = new AbortController().signal

/** An engine without a process: loads at once, tells two steps of progress, reckons fixed figures. */
function fakeEngine(more: Partial<ModelEngine> = {}): ModelEngine & { readonly calls: string[] } {
  const calls: string[] = []
  let loaded: LoadedModel | null = null
  return {
    calls,
    async ensureLoaded({ id }, [plan], { onProgress }) {
      calls.push(`load ${id}`)
      for (const progress of [0.25, 0.75]) {
        onProgress(progress)
        await new Promise(setImmediate)
      }
      const figures = { memory_bytes: 900_000_000, tokens_per_s: null, context_size: plan?.context_size ?? null, gpu: null }
      loaded = { id, state: 'ready', progress: 1, plan: plan ?? null, ...figures, fault: null }
    },
    async unload() {
      calls.push('unload')
      loaded = null
    },
    loaded: () => loaded,
    devices: async () => ({ backends: ['cpu'], names: [], vram_total_bytes: null, vram_free_bytes: null }),
    estimate: async () => ({ weights_bytes: 1000, kv_bytes: 200, buffers_bytes: 30, layers: 2, train_context_size: 2048 }),
    ...more,
  }
}

async function open() {
  const db = openTestDb()
  const dataFolder = await mkdtemp(join(tmpdir(), 'hearth-handlers-'))

  function handlersWith(more: Partial<ModelDeps> = {}) {
    const engine = fakeEngine()
    const paused: string[] = []
    const downloads: ModelDeps['downloads'] = {
      start: () => {
        throw new Error('Nothing is downloaded here')
      },
      pause: async (id) => void paused.push(id),
    }
    const reloads: string[] = []
    const settings = (id: string) => ({ ...defaultSettings, ...chosenForModel(db, id) })
    const machineState = (stop: AbortSignal) =>
      readMachineState({ db, engine, disk: { freeBytes: async () => 7e9 }, dataFolder, threads: 3 }, stop)
    const fixed = {
      db,
      dataFolder,
      catalogue,
      engine,
      downloads,
      settings,
      machine: async () => machine,
      machineState,
      chosen: () => defaultSettings,
      onLoadingChanged: () => void reloads.push('reload'),
      now: () => 5,
      isInUse: () => false,
    }
    const plansFor = createPlanner({ fit: { ...fixed, ...more }, loaded: engine.loaded, threads: 1 })
    return { handlers: createModelHandlers({ ...fixed, plansFor, ...more }), engine, paused, reloads }
  }

  async function importSmall(handlers: ReturnType<typeof handlersWith>['handlers']) {
    const path = join(dataFolder, 'small.gguf')
    await writeFile(path, smallGguf())
    return await handlers.import({ path }, signal)
  }

  return { db, dataFolder, handlersWith, importSmall, [Symbol.asyncDispose]: () => rm(dataFolder, { recursive: true }) }
}

test('the list has every offer in order, and behind them what only this machine has', async () => {
  await using world = await open()
  const { handlersWith, importSmall } = world
  const { handlers } = handlersWith()
  const { id } = await importSmall(handlers)

  const list = await handlers.list(undefined, signal)

  expect(list.map((entry) => entry.id)).toEqual([...catalogue.models.map((offer) => offer.id), id])
  expect(list[0]).toMatchObject({ offer: { id: 'qwen3-0.6b-q4-k-m' }, row: null })
  expect(list.at(-1)).toMatchObject({ name: 'Small', summary: null, offer: null, row: { status: 'ready' }, isDefault: true })
})

test('the demo is written, is ready, and says honestly what it is', async () => {
  await using world = await open()
  const { handlersWith } = world
  const { handlers } = handlersWith()

  const rows = await handlers.addDemo(undefined, signal)

  expect(rows.map(({ id, role, status }) => [id, role, status])).toEqual([
    ['demo', 'chat', 'ready'],
    ['demo-embedder', 'embedder', 'ready'],
  ])
  expect(rows.every(({ path }) => existsSync(path))).toBe(true)
  const entry = (await handlers.list(undefined, signal)).find(({ id }) => id === 'demo')
  expect(entry).toMatchObject({ name: 'Demo model', summary: expect.stringContaining('Quotes your documents, no download') })
})

test('the fit of an offer is reckoned by its published shape, of a file by the library', async () => {
  await using world = await open()
  const { handlersWith, importSmall } = world
  const { handlers } = handlersWith()
  const { id } = await importSmall(handlers)

  expect(await handlers.fit({ id: 'qwen3-8b-q4-k-m' }, signal)).toMatchObject({
    verdict: 'fits_cpu',
    weights_bytes: 5_027_784_512,
  })
  expect(await handlers.fit({ id }, signal)).toMatchObject({
    weights_bytes: 1000,
    kv_bytes: 200,
    total_bytes: 1230 + 150_000_000,
  })
  expect(await handlers.fit({ id, context_size: 1024 }, signal)).toMatchObject({ plan: { context_size: 1024 } })
  await expect(handlers.fit({ id: 'nothing' }, signal)).rejects.toMatchObject({ code: modelError.unknown })
})

test('an engine that cannot start does not keep the fit from its answer', async () => {
  await using world = await open()
  const { handlersWith, importSmall } = world
  const { handlers } = handlersWith({ engine: fakeEngine({ estimate: () => Promise.reject(new Error('gone')) }) })
  const { id } = await importSmall(handlers)

  expect(await handlers.fit({ id }, signal)).toMatchObject({ verdict: 'fits_cpu', weights_bytes: 6400 * 2 + 64 * 4 })
})

test('the fit of an embedder needs no shape', async () => {
  await using world = await open()
  const { handlersWith } = world
  expect(await handlersWith().handlers.fit({ id: 'all-mpnet-base-v2' }, signal)).toMatchObject({
    verdict: 'fits_cpu',
    kv_bytes: 0,
  })
})

test('loading tells its progress and ends when the model is ready; what it took is the proof of the next fit', async () => {
  await using world = await open()
  const { db, handlersWith, importSmall } = world
  const { handlers, engine } = handlersWith()
  const { id } = await importSmall(handlers)

  const steps = await Array.fromAsync(handlers.load({ id }, signal))

  expect(steps.map(({ state }) => state)).toEqual([...Array(steps.length - 1).fill('loading'), 'ready'])
  expect(steps.slice(0, -1).map(({ progress }) => progress)).toContain(0.75)
  expect(engine.loaded()).toMatchObject({ id, memory_bytes: 900_000_000 })
  expect(findModelMemory(db, id)).toMatchObject({ memory_bytes: 900_000_000, context_size: 2048 })
  expect(await handlers.fit({ id }, signal)).toMatchObject({ total_bytes: 900_000_000 })
})

test('a load that fails ends the stream with its error', async () => {
  await using world = await open()
  const { handlersWith, importSmall } = world
  const failing = fakeEngine({ ensureLoaded: () => Promise.reject(new Error('crashed')) })
  const { handlers } = handlersWith({ engine: failing })
  const { id } = await importSmall(handlers)

  await expect(Array.fromAsync(handlers.load({ id }, signal))).rejects.toThrow('crashed')
})

test('a removed model is unloaded first, and its folder goes', async () => {
  await using world = await open()
  const { db, dataFolder, handlersWith } = world
  const { handlers, engine, paused } = handlersWith()
  await handlers.addDemo(undefined, signal)
  await Array.fromAsync(handlers.load({ id: 'demo' }, signal))

  await handlers.remove({ id: 'demo' }, signal)

  expect(engine.calls).toEqual(['load demo', 'unload'])
  expect(paused).toEqual(['demo'])
  expect(existsSync(join(dataFolder, 'models/demo'))).toBe(false)
  expect(findModel(db, 'demo')).toBeUndefined()
  expect(findModelMemory(db, 'demo')).toBeUndefined()
})

test('removing an imported model leaves the file where it lies', async () => {
  await using world = await open()
  const { handlersWith, importSmall } = world
  const { handlers } = handlersWith()
  const { id, path } = await importSmall(handlers)

  await handlers.remove({ id }, signal)

  expect(existsSync(path)).toBe(true)
})

test('a model in use is not removed', async () => {
  await using world = await open()
  const { db, handlersWith, importSmall } = world
  const { handlers } = handlersWith({ isInUse: () => true })
  const { id } = await importSmall(handlers)

  await expect(handlers.remove({ id }, signal)).rejects.toMatchObject({ code: modelError.inUse })

  expect(findModel(db, id)).toBeDefined()
})

async function loadWhole(handlers: ReturnType<typeof createModelHandlers>, id: string): Promise<LoadedModel[]> {
  const states: LoadedModel[] = []
  for await (const state of handlers.load({ id }, signal)) states.push(state)
  return states
}

test('what is chosen for one model is how that one is loaded, and taking it back follows the settings again', async () => {
  await using world = await open()
  const { handlers } = world.handlersWith()
  const { id } = await world.importSmall(handlers)

  await handlers.changeSettings({ id, fields: { context_size: 512, threads: 2, temperature: 0 } }, signal)
  const chosen = (await loadWhole(handlers, id)).at(-1)
  expect(chosen?.plan).toMatchObject({ context_size: 512, threads: 2 })
  expect(chosenForModel(world.db, id)).toEqual({ context_size: 512, threads: 2, temperature: 0 })
  await handlers.unload(undefined, signal)
  await handlers.changeSettings({ id, fields: { context_size: null, threads: null } }, signal)

  expect((await loadWhole(handlers, id)).at(-1)?.plan?.context_size).toBeGreaterThan(512)
  expect(await handlers.settings({ id }, signal)).toMatchObject({ context_size: null, threads: null, temperature: 0 })
})

test('only a change of loading, and only of the model in memory, has it loaded anew', async () => {
  await using world = await open()
  const { handlers, reloads } = world.handlersWith()
  const { id } = await world.importSmall(handlers)

  await handlers.changeSettings({ id, fields: { context_size: 1024 } }, signal)
  await loadWhole(handlers, id)
  await handlers.changeSettings({ id, fields: { temperature: 0.2 } }, signal)
  await handlers.changeSettings({ id, fields: { context_size: 1024 } }, signal)
  expect(reloads).toEqual([])
  await handlers.changeSettings({ id, fields: { context_size: 2048 } }, signal)

  expect(reloads).toEqual(['reload'])
})

test('the settings of a model go with it', async () => {
  await using world = await open()
  const { handlers } = world.handlersWith()
  const { id } = await world.importSmall(handlers)
  await handlers.changeSettings({ id, fields: { top_k: 5 } }, signal)

  await handlers.remove({ id }, signal)

  expect(chosenForModel(world.db, id)).toEqual({})
  await expect(async () => handlers.settings({ id }, signal)).rejects.toMatchObject({ code: modelError.unknown })
})

test('a file that was changed on the disk is told from one that is as it was', async () => {
  await using world = await open()
  const { handlers } = world.handlersWith()
  const [demo] = await handlers.addDemo(undefined, signal)
  const path = demo?.path ?? ''
  expect(await handlers.verify({ id: 'demo' }, signal)).toMatchObject({ outcome: 'matches', sha256: demo?.sha256 })
  const bytes = await readFile(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  await writeFile(path, bytes)

  expect(await handlers.verify({ id: 'demo' }, signal)).toMatchObject({ outcome: 'differs' })
  expect(await handlers.verify({ id: 'demo-embedder' }, signal)).toMatchObject({ outcome: 'readable', sha256: null })
  await rm(path)
  await expect(handlers.verify({ id: 'demo' }, signal)).rejects.toMatchObject({ code: modelError.missingFile })
})

test('the machine tells what the loaded model takes: its file, and what it keeps in mind', async () => {
  await using world = await open()
  const { handlers } = world.handlersWith()
  const { id, size_bytes } = await world.importSmall(handlers)
  expect(await handlers.machine(undefined, signal)).toMatchObject({ gpu: null, loaded: null, free_disk_bytes: 7e9, threads: 3 })

  await loadWhole(handlers, id)

  const { loaded } = await handlers.machine(undefined, signal)
  expect(loaded).toEqual({ id, weights_bytes: size_bytes, context_bytes: 900_000_000 - size_bytes })
})

test('the default of what is here is the one that answers: the chosen one, else a real one before the demo', async () => {
  await using world = await open()
  const chosen = { ...defaultSettings }
  const { handlers } = world.handlersWith({ chosen: () => chosen })
  const defaults = async () =>
    (await handlers.list(undefined, signal)).filter(({ row, isDefault }) => row && isDefault).map((entry) => entry.id)
  await handlers.addDemo(undefined, signal)
  expect(await defaults()).toEqual(['demo', 'demo-embedder'])
  const { id } = await world.importSmall(handlers)
  expect(await defaults()).toEqual(['demo-embedder', id])

  chosen.chat_model_id = 'demo'

  expect(await defaults()).toEqual(['demo', 'demo-embedder'])
})
