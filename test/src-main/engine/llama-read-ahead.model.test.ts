import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../../src-main/engine/llama-backend.ts'
import { loadLlama } from '../../../src-main/engine/llama-load.ts'
import { readAhead } from '../../../src-main/engine/llama-read-ahead.ts'
import type { PromptMessage } from '../../../src-shared/engine/llama.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'

const { engine, ...bed } = createLlamaBed()
const { scripted } = await ensureTestModels('scripted')

beforeAll(() => engine.ensureLoaded({ id: 'scripted', path: scripted }, [cpuPlan], { signal }))

afterAll(() => bed[Symbol.asyncDispose]())

const before = (words: string): PromptMessage[] => [
  { role: 'system', text: `${words} `.repeat(60) },
  { role: 'user', text: 'Who are you?' },
  { role: 'assistant', text: scriptedAnswer },
]

const askAfter = (messages: readonly PromptMessage[], conversation_id: string) => {
  const asked = question('', { conversation_id, messages: [...messages, { role: 'user', text: 'And then?' }] })
  return answerOf(engine.generate('scripted', asked, signal))
}

test.for(['read', null])(
  'what comes before a question is read ahead of it, for a chat of the id %s: its answer evaluates the question alone',
  async (id) => {
    const messages = before(`You keep to ${id}.`)
    await engine.read('scripted', { conversation_id: id, messages }, signal)

    const { end, events, text } = await askAfter(messages, id ?? 'begun')

    expect(text).toBe(scriptedAnswer)
    expect(end.prompt_tokens).toBeGreaterThan(200)
    expect(end.evaluated_tokens).toBeLessThan(30)
    expect(events[0]).toMatchObject({ type: 'reading', reused: end.prompt_tokens - end.evaluated_tokens })
  },
)

test('reading ahead that is given up ends with the piece it was at, keeps what it read, and goes on from there when it is asked again', async () => {
  await using backend = await openBackend('cpu')
  await using loaded = await loadLlama(backend, { path: scripted, plan: cpuPlan, conversations: 1, signal, onProgress() {} })
  const request = { conversation_id: 'given up', messages: before('A long beginning.'), think: false }
  const controller = new AbortController()
  const twoPieces = { tokens: () => 16, took: () => (sequence.nextTokenIndex < 32 ? undefined : controller.abort()) }
  const sequence = loaded.slots.take('given up', () => 0)

  const reading = readAhead(request, { loaded: { ...loaded, pieceSize: twoPieces }, signal: controller.signal })

  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(sequence.nextTokenIndex).toBe(32)
  const { tokens } = await readAhead(request, { loaded, signal })
  expect(tokens).toBeGreaterThan(200)
  expect([sequence.nextTokenIndex, sequence.tokenMeter.usedInputTokens]).toEqual([tokens, tokens])
})

test('what would leave no room for a question is not read', async () => {
  const messages = before('Many words. '.repeat(20))

  await engine.read('scripted', { conversation_id: 'full', messages }, signal)

  const { end } = await answerOf(engine.generate('scripted', question('Hello?', { conversation_id: 'full' }), signal))
  expect(end.prompt_tokens - end.evaluated_tokens).toBeLessThan(20)
})

test('a question that has been read ahead for is answered as if it had not', async () => {
  const messages = before('You are a small model.')
  const plain = await askAfter(messages, 'plain')
  await engine.read('scripted', { conversation_id: 'ahead', messages }, signal)

  expect((await askAfter(messages, 'ahead')).text).toBe(plain.text)
})
