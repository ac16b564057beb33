import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../../../server/config.ts'
import { openEngines } from '../../../server/engines/open-engines.ts'
import type { GenerateEvent } from '../../../src-shared/engine/llama.ts'
import { buildPrompt } from '../../../src-shared/retrieval/build-prompt.ts'
import { endlessPlan, endlessTokens } from '../../helpers/endless-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const models = await ensureTestModels('demo', 'embedder', 'tinyRandom')
const open = (environment: Readonly<Record<string, string>>) =>
  openEngines({
    config: readConfig({ environment: { MODEL_DEVICE: 'cpu', HEARTH_MODEL_THREADS: '1', ...environment } }),
    log: silentLog,
  })
const engines = open({ EMBEDDING_MODEL: models.embedder, GENERATION_MODEL: models.demo, HEARTH_GENERATION_QUEUE: '1' })
afterAll(() => engines[Symbol.asyncDispose]())

const { signal } = new AbortController()
const { embedder, generator } = engines
if (embedder === undefined || generator === undefined) throw new Error('both are configured')

const textOf = (events: readonly GenerateEvent[]) => events.map((event) => (event.type === 'text' ? event.text : '')).join('')
const question = (text: string) => [{ role: 'user' as const, text }]
const written = { conversationId: 'c', maxTokens: 100, temperature: 0 }

test('texts become vectors of length 1, each the same alone and among others', async () => {
  const [sunny, rainy] = await embedder.embed(['The weather is sunny.', 'Rain falls on the plain.'], signal)
  const alone = await embedder.embedQuery('The weather is sunny.', signal)

  expect((await embedder.describe(signal)).dimension).toBe(768)
  expect(sunny?.length).toBe(768)
  expect(Math.hypot(...alone)).toBeCloseTo(1, 5)
  expect(sunny).toEqual(alone)
  expect(rainy).not.toEqual(alone)
  expect(await embedder.count(['one two', ''], signal)).toEqual([2, 0])
})

test('the answer comes from the passages of the prompt, and its end says what it took', async () => {
  using generation = generator.join('user')
  const begun = await generation.begin(signal)
  const messages = buildPrompt({
    ...{ systemPrompt: '', history: [], question: 'How long is the warranty?', searched: true },
    sources: [{ text: 'The kettle is red.' }, { text: 'The warranty lasts three years.' }],
  })

  const events = await Array.fromAsync(begun.write({ ...written, messages }))

  expect(textOf(events)).toContain('The warranty lasts three years.')
  expect(events.at(-1)).toMatchObject({ type: 'end', stop: 'end', prompt_tokens: await begun.count(messages) })
  expect(engines.states()).toEqual({
    embedding: { name: 'embedder-768', state: 'ready' },
    generation: { name: 'demo', state: 'ready' },
  })
})

test('an answer that never ends is stopped, and the next one begins', async () => {
  const { context_size } = endlessPlan
  await using random = open({ GENERATION_MODEL: models.tinyRandom, HEARTH_MODEL_CONTEXT: String(context_size) })
  const stop = new AbortController()
  using first = random.generator?.join('user')
  using second = random.generator?.join('other')
  const begun = await first?.begin(stop.signal)
  const waiting = second?.begin(signal)

  const events: GenerateEvent[] = []
  for await (const event of begun?.write({ ...written, messages: question('On and on'), maxTokens: endlessTokens }) ?? []) {
    if (event.type === 'text') stop.abort()
    events.push(event)
  }
  first?.[Symbol.dispose]()

  expect(events.at(-1)).toMatchObject({ type: 'end', stop: 'aborted' })
  expect((await waiting)?.contextTokens).toBe(context_size)
})

test('the queue of answers is bounded', () => {
  using _first = generator.join('a')
  using _second = generator.join('b')

  expect(() => generator.join('c')).toThrow(expect.objectContaining({ code: 'OVERLOADED' }))
})

test('a question that the model cannot hold is refused with what it may have', async () => {
  using generation = generator.join('user')
  const begun = await generation.begin(signal)
  const long = question('word '.repeat(6000))

  await expect(Array.fromAsync(begun.write({ ...written, messages: long }))).rejects.toMatchObject({
    code: 'MESSAGE_TOO_LONG',
    data: { limit: expect.any(Number) },
  })
})

test('a file that is no model is told when it is needed, and in the state of the server', async () => {
  using folder = tempFolder()
  writeFileSync(join(folder.path, 'broken.gguf'), 'no model at all')
  await using broken = open({ HEARTH_MODELS: folder.path, GENERATION_MODEL: 'broken.gguf', EMBEDDING_MODEL: models.embedder })
  await broken.warm()

  expect(broken.states()).toMatchObject({ embedding: { state: 'ready' }, generation: { name: 'broken', state: 'failed' } })
  using generation = broken.generator?.join('user')
  await expect(generation?.begin(signal)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', data: { retry_after: 5 } })
})

test('without a setting there is no model, and no process', async () => {
  await using none = open({})

  expect([none.embedder, none.generator]).toEqual([undefined, undefined])
  expect(none.states().generation).toEqual({ name: null, state: 'absent' })
})
