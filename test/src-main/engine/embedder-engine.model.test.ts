import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmbedderEngine, type EmbedderEngine, embedderChild } from '../../../src-main/engine/embedder-engine.ts'
import { createSupervised, type Supervised } from '../../../src-main/engine/supervise.ts'
import { writeDemoEmbedder } from '../../../src-main/models/demo/write-demo-embedder.ts'
import { embedderError } from '../../../src-shared/engine/embedder.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()
const models = tempFolder()
const small = join(models.path, 'small')
const large = join(models.path, 'large')

beforeAll(async () => {
  await writeDemoEmbedder(small, { dimension: 384 })
  await writeDemoEmbedder(large, { dimension: 768 })
})
afterAll(() => models[Symbol.dispose]())

interface Engine extends AsyncDisposable {
  readonly engine: EmbedderEngine
  readonly supervised: Supervised<typeof embedderChild.contract>
}

function startEngine(): Engine {
  const supervised = createSupervised({ ...embedderChild, log: pino({ level: 'silent' }) })
  return { engine: createEmbedderEngine({ supervised, threads: 1 }), supervised, [Symbol.asyncDispose]: () => supervised.stop() }
}

const embedAll = (engine: EmbedderEngine, texts: readonly string[]) => Array.fromAsync(engine.embed(texts, signal))
const cosine = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a?.reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0) ?? 0

test.each([
  ['small', 384],
  ['large', 768],
])('the %s model gives normalised vectors of its own dimension, near for shared words', async (name, dimension) => {
  await using started = startEngine()
  const { engine } = started

  const loaded = await engine.load({ id: name, path: join(models.path, name) }, signal)
  const [paris, again, contract] = await embedAll(engine, [
    'weather in Paris today',
    'today the Paris weather',
    'notice period of a lease',
  ])

  expect(loaded).toMatchObject({ id: name, dimension, dtype: 'q8', max_tokens: 384 })
  expect(paris).toHaveLength(dimension)
  expect(cosine(paris, paris)).toBeCloseTo(1, 5)
  expect(cosine(paris, again)).toBeGreaterThan(cosine(paris, contract))
})

test('a text longer than the model looks at is cut, and an empty one has a vector too', async () => {
  await using started = startEngine()
  const { engine } = started
  const { max_tokens } = await engine.load({ id: 'small', path: small }, signal)
  const long = 'weather '.repeat(max_tokens * 2)

  const [whole, cut, empty] = await embedAll(engine, [long, `${long} lease notice period`, ''])

  expect(cosine(whole, cut)).toBeCloseTo(1, 5)
  expect(empty).toHaveLength(384)
  expect((await engine.count([long], signal))[0]).toBeGreaterThan(max_tokens)
})

test('another model replaces the one in memory, and questions are embedded by the new one', async () => {
  await using started = startEngine()
  const { engine } = started
  await engine.load({ id: 'small', path: small }, signal)
  expect(await engine.embedQuery('weather', signal)).toHaveLength(384)

  await engine.load({ id: 'large', path: large }, signal)

  expect(await engine.embedQuery('weather', signal)).toHaveLength(768)
})

test('a child that is killed in mid-work is started again, loads the model again, and no text is lost or doubled', async () => {
  await using started = startEngine()
  const { engine, supervised } = started
  await engine.load({ id: 'small', path: small }, signal)
  const texts = Array.from({ length: 40 }, (_, at) => `text number ${at} about weather`)
  const expected = await embedAll(engine, texts)

  const vectors: Float32Array[] = []
  for await (const vector of engine.embed(texts, signal)) {
    vectors.push(vector)
    if (vectors.length === 5) process.kill(pidOf(supervised.state().pid), 'SIGKILL')
  }

  expect(vectors).toEqual(expected)
})

test('a load and a count outlast two children that a text beside them ended', async () => {
  await using started = startEngine()
  const { engine, supervised } = started
  let left = 2
  using _ = supervised.onState(({ phase, pid }) => {
    if (phase !== 'ready' || pid === null || left === 0) return
    left -= 1
    process.kill(pid, 'SIGKILL')
  })

  const loaded = await engine.load({ id: 'small', path: small }, signal)
  await supervised.stop()
  left = 2
  const counts = await engine.count(['two words'], signal)

  expect(loaded).toMatchObject({ id: 'small' })
  expect([counts.length, left]).toEqual([1, 0])
})

test('a question does not wait for the passages that were asked for before it', async () => {
  await using started = startEngine()
  const { engine } = started
  await engine.load({ id: 'small', path: small }, signal)
  let done = 0
  const passages = (async () => {
    for await (const _ of engine.embed(
      Array.from({ length: 200 }, (_, at) => `passage ${at} `.repeat(200)),
      signal,
    ))
      done += 1
  })()
  await embedAll(engine, ['warm'])

  await engine.embedQuery('what is the notice period?', signal)

  expect(done).toBeLessThan(200)
  await passages
})

test('an abort ends the stream, and the engine goes on with the next texts', async () => {
  await using started = startEngine()
  const { engine } = started
  await engine.load({ id: 'small', path: small }, signal)
  const controller = new AbortController()
  const stopped = Array.fromAsync(
    engine.embed(
      Array.from({ length: 500 }, () => 'text '.repeat(300)),
      controller.signal,
    ),
  )
  controller.abort()

  await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  expect(await embedAll(engine, ['next'])).toHaveLength(1)
})

const withoutFile = (file: string) => (folder: string) => rmSync(join(folder, file))
const cutFile = (file: string) => (folder: string) =>
  truncateSync(join(folder, file), Math.floor(readFileSync(join(folder, file)).length / 2))
const rubbish = (file: string) => (folder: string) => writeFileSync(join(folder, file), 'rubbish '.repeat(100))

test.each([
  { what: 'without a tokenizer', spoil: withoutFile('tokenizer.json'), code: embedderError.missingFile, file: 'tokenizer.json' },
  {
    what: 'without weights',
    spoil: withoutFile('onnx/model_quantized.onnx'),
    code: embedderError.missingFile,
    file: 'onnx/model_quantized.onnx or onnx/model.onnx',
  },
  { what: 'without a configuration', spoil: withoutFile('config.json'), code: embedderError.missingFile, file: 'config.json' },
  {
    what: 'with weights cut off',
    spoil: cutFile('onnx/model_quantized.onnx'),
    code: embedderError.damaged,
    file: 'onnx/model_quantized.onnx',
  },
  {
    what: 'with rubbish for weights',
    spoil: rubbish('onnx/model_quantized.onnx'),
    code: embedderError.damaged,
    file: 'onnx/model_quantized.onnx',
  },
  { what: 'with rubbish for a tokenizer', spoil: rubbish('tokenizer.json'), code: embedderError.damaged, file: 'tokenizer.json' },
  { what: 'with rubbish for a configuration', spoil: rubbish('config.json'), code: embedderError.damaged, file: 'config.json' },
])('a folder $what is refused with the file it is about, and a good one loads after it', async ({ spoil, code, file }) => {
  using temp = tempFolder()
  cpSync(small, join(temp.path, 'model'), { recursive: true })
  spoil(join(temp.path, 'model'))
  await using started = startEngine()
  const { engine } = started

  const refused = engine.load({ id: 'spoilt', path: join(temp.path, 'model') }, signal)
  await expect(refused).rejects.toMatchObject({ code, data: { file } })

  expect(await engine.load({ id: 'small', path: small }, signal)).toMatchObject({ dimension: 384 })
})

test('weights under the name of the full ones are loaded as full ones', async () => {
  using temp = tempFolder()
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    copyFileSync(join(small, file), join(temp.path, file))
  mkdirSync(join(temp.path, 'onnx'))
  copyFileSync(join(small, 'onnx/model_quantized.onnx'), join(temp.path, 'onnx/model.onnx'))
  await using started = startEngine()

  expect(await started.engine.load({ id: 'full', path: temp.path }, signal)).toMatchObject({ dtype: 'fp32' })
})

test('loading a model writes nothing beside the library', async () => {
  await using started = startEngine()

  await started.engine.load({ id: 'small', path: small }, signal)

  const cache = new URL('../../../node_modules/@huggingface/transformers/.cache', import.meta.url)
  expect(existsSync(fileURLToPath(cache))).toBe(false)
})
