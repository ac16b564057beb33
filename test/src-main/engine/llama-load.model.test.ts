import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'

const { engine, ...bed } = createLlamaBed()
const { scripted, random107M } = await ensureTestModels('scripted', 'random107M')
const folder = await mkdtemp(join(tmpdir(), 'llama-load-'))

afterAll(async () => {
  await bed[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const load = (path: string, plans = [cpuPlan]) => engine.ensureLoaded({ id: path, path }, plans, { signal })

const refusal = (code: string, data: object = {}) => expect.objectContaining({ code, data: expect.objectContaining(data) })

test('a model is loaded with progress, and what it became is told', async () => {
  const progress: number[] = []

  const ready = await engine.ensureLoaded({ id: 'a', path: random107M }, [cpuPlan], {
    signal,
    onProgress: (part) => progress.push(part),
  })

  expect(ready).toMatchObject({ plan: cpuPlan, gpu: null, context_size: 4096, train_context_size: 40_960, vram_bytes: null })
  expect(ready.description).toContain('qwen3')
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(progress.at(-1)).toBe(1)
  expect(engine.loaded()).toMatchObject({ id: 'a', state: 'ready', progress: 1, plan: cpuPlan, context_size: 4096, fault: null })
})

test('a load that is stopped leaves no model, and the next one works', async () => {
  await engine.unload()
  const controller = new AbortController()

  const stopped = engine.ensureLoaded({ id: 'b', path: random107M }, [cpuPlan], {
    signal: controller.signal,
    // Not before the child has begun.
    onProgress: (part) => part > 0 && controller.abort(),
  })

  await expect(stopped).rejects.toThrow(expect.objectContaining({ code: rpcError.aborted }))
  expect(engine.loaded()).toBeNull()
  expect(await load(scripted)).toMatchObject({ context_size: 4096 })
})

test('files that are no model are told apart: missing, empty, something else, cut off, of an unknown kind', async () => {
  const whole = await readFile(scripted)
  const unknown = Buffer.from(whole)
  const at = unknown.indexOf('qwen3', unknown.indexOf('general.architecture'))
  unknown.write('qwenX', at)

  await expect(load(join(folder, 'gone.gguf'))).rejects.toThrow(refusal(llamaError.missingFile))
  await expect(load(await fileOf('empty.gguf', new Uint8Array()))).rejects.toThrow(refusal(llamaError.notAGguf))
  await expect(load(await fileOf('text.gguf', Buffer.from('Not a model. '.repeat(99))))).rejects.toThrow(
    refusal(llamaError.notAGguf),
  )
  await expect(load(await fileOf('head.gguf', whole.subarray(0, 2_000)))).rejects.toThrow(refusal(llamaError.damaged))
  await expect(load(await fileOf('half.gguf', whole.subarray(0, 2_000_000)))).rejects.toThrow(refusal(llamaError.damaged))
  await expect(load(await fileOf('unknown.gguf', unknown))).rejects.toThrow(
    refusal(llamaError.unsupportedArchitecture, { architecture: 'qwenX' }),
  )

  expect(engine.loaded()).toMatchObject({ state: 'failed', fault: { code: llamaError.unsupportedArchitecture } })
  await load(scripted)
  expect((await answerOf(engine.generate(scripted, question('How are you?'), signal))).text).toBe(scriptedAnswer)
})

test('a plan for a device that is not there falls back to the next, and says so', async () => {
  await engine.unload()

  const ready = await load(scripted, [
    { ...cpuPlan, gpu: 'vulkan', gpu_layers: 99 },
    { ...cpuPlan, context_size: 2048 },
  ])

  expect(ready).toMatchObject({ plan: { gpu: 'cpu', gpu_layers: 0, context_size: 2048 }, gpu: null, context_size: 2048 })
  expect(engine.loaded()).toMatchObject({ state: 'ready', gpu: null, context_size: 2048 })
})

test('the only plan being for a device that is not there, the error names it', async () => {
  await engine.unload()

  const refused = load(scripted, [{ ...cpuPlan, gpu: 'metal', gpu_layers: 1 }])

  await expect(refused).rejects.toThrow(refusal(llamaError.noSuchBackend, { gpu: 'metal' }))
})

test('a context that no memory can hold is refused before it is tried, and a smaller plan is taken', async () => {
  const huge = { ...cpuPlan, context_size: 2 ** 30 }
  const large = { ...cpuPlan, context_size: 2 ** 22 }

  await expect(load(random107M, [huge])).rejects.toThrow(refusal(llamaError.doesNotFit))
  await expect(load(random107M, [large])).rejects.toThrow(refusal(llamaError.doesNotFit))

  expect(await load(random107M, [huge, large, cpuPlan])).toMatchObject({ context_size: 4096 })
})

test('what a model needs is told from its header, and which devices there are', async () => {
  const input = { path: random107M, context_size: 4096, gpu_layers: 0, gpu: 'cpu' } as const

  const [small, large] = [await engine.estimate(input, signal), await engine.estimate({ ...input, context_size: 8192 }, signal)]

  expect(small.weights_bytes).toBeGreaterThan(100e6)
  expect(small.weights_bytes).toBeLessThan(130e6)
  // 12 layers × keys and values × 4 heads × 64 × 2 bytes, per token.
  expect(small.kv_bytes / (4096 * 12 * 2 * 4 * 64 * 2)).toBeCloseTo(1, 5)
  expect(large.kv_bytes / small.kv_bytes).toBeCloseTo(2, 5)
  expect(small.buffers_bytes).toBeGreaterThan(0)
  expect(small.train_context_size).toBe(40_960)
  expect((await engine.devices(signal)).backends).toContain('cpu')
})
