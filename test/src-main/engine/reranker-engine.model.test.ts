import { cpSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createRerankerEngine, rerankerChild } from '../../../src-main/engine/reranker-engine.ts'
import { createSupervised } from '../../../src-main/engine/supervise.ts'
import { embedderError } from '../../../src-shared/engine/embedder.ts'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { pidOf } from '../../helpers/pid-of.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()

async function start() {
  const { reranker, embedder384 } = await ensureTestModels('reranker', 'embedder384')
  const supervised = createSupervised({ ...rerankerChild, log: pino({ level: 'silent' }) })
  return {
    engine: createRerankerEngine({ supervised, threads: 1 }),
    supervised,
    model: { id: 'words', path: reranker },
    embedder: embedder384,
    [Symbol.asyncDispose]: () => supervised.stop(),
  }
}

const query = 'notice period of the lease'
const texts = [
  'The weather in Paris is sunny.',
  'The notice period of the lease is three months.',
  'The lease of the flat began in May.',
]

test('a text that has the words of the question scores high, one that has none low, each between 0 and 1', async () => {
  await using started = await start()
  const { engine, model } = started

  const [none = 1, all = 0, some = 0] = await engine.score(model, { query, texts }, signal)

  expect(all).toBeGreaterThan(0.9)
  expect(none).toBeLessThan(0.2)
  expect(some).toBeGreaterThan(none)
  expect(all).toBeGreaterThan(some)
})

test('a text longer than the model looks at and a question of a thousand words are scored as well', async () => {
  await using started = await start()
  const { engine, model } = started

  const scores = await engine.score(model, { query: 'lease '.repeat(1000), texts: ['notice '.repeat(2000), ''] }, signal)

  expect(scores).toHaveLength(2)
  for (const score of scores) expect(score >= 0 && score <= 1).toBe(true)
})

test('a child that is killed in mid-work fails the work and is there for the next', async () => {
  await using started = await start()
  const { engine, model, supervised } = started
  await engine.load(model, signal)
  const long = Array.from({ length: 2000 }, (_, at) => `${texts[at % 3]} ${at}`)

  const killed = engine.score(model, { query, texts: long }, signal)
  process.kill(pidOf(supervised.state().pid), 'SIGKILL')

  await expect(killed).rejects.toMatchObject({ code: engineError.crashed })
  expect(await engine.score(model, { query, texts }, signal)).toHaveLength(3)
})

test('an abort ends the scoring, and the child goes on with the next question', async () => {
  await using started = await start()
  const { engine, model, supervised } = started
  await engine.load(model, signal)
  const stop = new AbortController()
  const long = Array.from({ length: 5000 }, (_, at) => `${texts[at % 3]} ${at}`)

  const stopped = engine.score(model, { query, texts: long }, stop.signal)
  stop.abort()

  await expect(stopped).rejects.toThrow()
  const { pid } = supervised.state()
  expect(await engine.score(model, { query, texts }, signal)).toHaveLength(3)
  expect(supervised.state().pid).toBe(pid)
})

test('an embedder, a network cut off and a broken configuration are refused with their reason', async () => {
  await using started = await start()
  const { engine, model, embedder } = started
  using temp = tempFolder()
  const cut = join(temp.path, 'cut')
  cpSync(model.path, cut, { recursive: true })
  truncateSync(join(cut, 'onnx/model_quantized.onnx'), 1000)
  const bare = join(temp.path, 'bare')
  cpSync(model.path, bare, { recursive: true })
  writeFileSync(join(bare, 'config.json'), '{')

  const fault = (path: string) => engine.load({ id: path, path }, signal).catch(({ code }: { code: string }) => code)

  expect(await fault(embedder)).toBe(embedderError.unsupported)
  expect(await fault(cut)).toBe(embedderError.damaged)
  expect(await fault(bare)).toBe(embedderError.damaged)
})
