import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PromptMessage } from '../../../src-shared/engine/llama.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'

const { engine, ...bed } = createLlamaBed()

beforeAll(async () => {
  const { scripted, random107M } = await ensureTestModels('scripted', 'random107M')
  await engine.ensureLoaded({ id: 'random107M', path: random107M }, [cpuPlan], { signal })
  await engine.ensureLoaded({ id: 'scripted', path: scripted }, [cpuPlan], { signal })
})

afterAll(() => bed[Symbol.asyncDispose]())

const before = (words: string): PromptMessage[] => [
  { role: 'system', text: `${words} `.repeat(60) },
  { role: 'user', text: 'Who are you?' },
  { role: 'assistant', text: scriptedAnswer },
]

const askAfter = (messages: readonly PromptMessage[], conversation_id: string) =>
  answerOf(
    engine.generate(
      'scripted',
      question('', { conversation_id, messages: [...messages, { role: 'user', text: 'And then?' }] }),
      signal,
    ),
  )

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

test('reading ahead that is given up keeps what it read, and a question that comes meanwhile does not wait for the rest', async () => {
  const messages = before('A long beginning of a chat that was opened anew.')
  await engine.count('random107M', { messages }, signal)
  const controller = new AbortController()
  const reading = engine.read('random107M', { conversation_id: 'given up', messages }, controller.signal)
  setTimeout(() => controller.abort(), 500)

  await expect(reading).rejects.toMatchObject({ code: rpcError.aborted })

  const asking = question('', {
    conversation_id: 'given up',
    messages: [...messages, { role: 'user', text: 'And?' }],
    max_tokens: 1,
  })
  const { events, end } = await answerOf(engine.generate('random107M', asking, signal))
  const [first] = events
  // What had been read until then, and not all of it: the rest is read with the question.
  expect(first?.type === 'reading' && first.reused).toBeGreaterThan(10)
  expect(end.evaluated_tokens).toBeGreaterThan(100)
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
