import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GenerateEvent, llamaError, type PromptMessage } from '../../../src-shared/engine/llama.ts'
import { endlessPlan, endlessTokens } from '../../helpers/endless-model.ts'
import { scriptedAnswer, scriptedThought } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { answerOf, cpuPlan, createLlamaBed, question, signal } from './llama-bed.ts'

const { engine, ...bed } = createLlamaBed()
const models = await ensureTestModels('scripted', 'random107M', 'tinyRandom')

beforeAll(async () => {
  await engine.ensureLoaded({ id: 'scripted', path: models.scripted }, [cpuPlan], { signal })
})

afterAll(() => bed[Symbol.asyncDispose]())

const ask = (...input: Parameters<typeof question>) => answerOf(engine.generate('scripted', question(...input), signal))

test('an answer streams as a thought and then text, both without the lines between them, and ends with what it took', async () => {
  const { text, thought, events, end } = await ask('How are you?', { think: true })

  expect(thought).toBe(scriptedThought)
  expect(text).toBe(scriptedAnswer)
  // A model this small writes all of it in the time of a picture or two: what shows is that its first word did not wait.
  const [beginning, ...others] = events.filter((event) => event.type === 'text')
  expect(beginning?.text.length).toBeLessThan(scriptedAnswer.length / 5)
  expect(others.length).toBeGreaterThan(0)
  expect(events.findIndex(({ type }) => type === 'text')).toBeGreaterThan(events.findLastIndex(({ type }) => type === 'thought'))
  expect(end.stop).toBe('end')
  expect(end.prompt_tokens).toBeGreaterThan(10)
  expect(end.completion_tokens).toBeGreaterThan(20)
})

test('a model that is not to think does not', async () => {
  const { text, thought } = await ask('How are you?')

  expect(thought).toBe('')
  expect(text).toBe(scriptedAnswer)
})

test('a second turn evaluates its own question only, and another conversation between does not change that', async () => {
  const first: PromptMessage[] = [{ role: 'user', text: 'Who are you, and what do you keep private? '.repeat(10) }]
  const second: PromptMessage[] = [...first, { role: 'assistant', text: scriptedAnswer }, { role: 'user', text: 'And then?' }]
  const opening = await ask('', { conversation_id: 'a', messages: first })
  await ask('', { conversation_id: 'b', messages: [{ role: 'user', text: 'Something else entirely.' }] })
  await ask('A title, please.')

  const { end, events, text } = await ask('', { conversation_id: 'a', messages: second })

  expect(text).toBe(scriptedAnswer)
  expect(opening.end.evaluated_tokens).toBeGreaterThan(100)
  const kept = opening.end.prompt_tokens + opening.end.completion_tokens
  // What ends a turn is not evaluated with it, so it may be one token more.
  expect(end.evaluated_tokens).toBeLessThanOrEqual(end.prompt_tokens - kept + 2)
  expect(end.evaluated_tokens).toBeLessThan(30)
  expect(events[0]).toMatchObject({ type: 'reading', reused: end.prompt_tokens - end.evaluated_tokens })
})

test('an edited history is evaluated anew from the edit on, and answered as if nothing had been kept', async () => {
  const messages = (edit: string): PromptMessage[] => [
    { role: 'system', text: 'You are a small model.' },
    { role: 'user', text: edit },
    { role: 'assistant', text: scriptedAnswer },
    { role: 'user', text: 'Go on.' },
  ]
  await ask('', { conversation_id: 'edited', messages: messages('First wording.') })

  const { end, text } = await ask('', { conversation_id: 'edited', messages: messages('Another wording, a longer one.') })

  expect(text).toBe(scriptedAnswer)
  expect(end.evaluated_tokens).toBeLessThan(end.prompt_tokens)
  expect(end.evaluated_tokens).toBeGreaterThan(30)
})

test('reading is told piece by piece, up to all of the prompt', async () => {
  const { events } = await ask('word '.repeat(1_000))

  const reading = events.filter((event) => event.type === 'reading')
  expect(reading.length).toBeGreaterThan(4)
  expect(reading.at(-1)).toMatchObject({ done: reading[0]?.total })
  expect(reading.every(({ done }, index) => index === 0 || done > (reading[index - 1]?.done ?? 0))).toBe(true)
})

test('a new conversation does not read again what another slot has of its beginning', async () => {
  const messages = (text: string): PromptMessage[] => [
    { role: 'system', text: 'You are a small model with a long instruction. '.repeat(20) },
    { role: 'user', text },
  ]
  const first = await ask('', { messages: messages('One?') })

  const { end } = await ask('', { conversation_id: 'new', messages: messages('Two?') })

  expect(first.end.evaluated_tokens).toBeGreaterThan(200)
  expect(end.evaluated_tokens).toBeLessThan(30)
})

test('a stop while the prompt is read ends the answer with what was read, long before all of it', async () => {
  // It takes ten seconds to read this; the scripted model is done with it before it hears of a stop that was held up.
  await engine.ensureLoaded({ id: 'slow', path: models.random107M }, [cpuPlan], { signal })
  const text = `${'word '.repeat(1_400)}stop`
  const stopEarly = () => {
    const controller = new AbortController()
    const asked = question(text, { conversation_id: 'long', max_tokens: 20 })
    const isBegun = (event: GenerateEvent) => event.type === 'reading' && event.done > event.reused
    return answerOf(stoppedAt(engine.generate('slow', asked, controller.signal), controller, isBegun))
  }

  const answer = await stopEarly()

  expect(answer.end.stop).toBe('aborted')
  expect(answer.end.evaluated_tokens).toBeGreaterThan(0)
  expect(answer.end.evaluated_tokens).toBeLessThan(answer.end.prompt_tokens / 2)
  expect(answer.end.completion_tokens).toBe(0)
  // Nor was it read on behind that end.
  const [again] = (await stopEarly()).events
  expect(again).toMatchObject({ type: 'reading', total: answer.end.prompt_tokens })
  expect(again?.type === 'reading' && again.reused).toBeLessThan(answer.end.prompt_tokens / 2)
  expect((await ask('How are you?')).text).toBe(scriptedAnswer)
})

test('a stop while the answer is written keeps what was written, and the next answer is not disturbed', async () => {
  await engine.ensureLoaded({ id: 'endless', path: models.tinyRandom }, [endlessPlan], { signal })
  const inChat = (max_tokens: number, given = signal) =>
    engine.generate('endless', question('How are you?', { conversation_id: 'stopped', max_tokens }), given)
  const beginning = await answerOf(inChat(200))
  const controller = new AbortController()

  const answer = await answerOf(stoppedAt(inChat(endlessTokens, controller.signal), controller, ({ type }) => type === 'text'))

  expect(answer.end.stop).toBe('aborted')
  expect(answer.text).not.toBe('')
  const both = Math.min(answer.text.length, beginning.text.length)
  expect(answer.text.slice(0, both)).toBe(beginning.text.slice(0, both))
  expect(answer.end.completion_tokens).toBeGreaterThan(0)
  expect((await answerOf(inChat(200))).text).toBe(beginning.text)
})

test('the same seed gives the same text, another seed another one', async () => {
  const warm = (seed: number) => ask('Tell me something.', { sampling: { temperature: 1.5, seed }, max_tokens: 60 })

  const [first, again, other] = [await warm(1), await warm(1), await warm(2)]

  expect(again.text).toBe(first.text)
  expect(other.text).not.toBe(first.text)
})

test('an answer at its limit of tokens stops for length', async () => {
  const { text, end } = await ask('How are you?', { max_tokens: 4 })

  expect(end).toMatchObject({ stop: 'length', completion_tokens: 4 })
  expect(scriptedAnswer.startsWith(text)).toBe(true)
})

test('an interrupted answer goes on where it was left', async () => {
  const beginning = 'Here is my answer: a small model'

  const { text } = await ask('How are you?', { continue_from: beginning })

  expect(beginning + text).toBe(scriptedAnswer)
})

test('an answer to a schema is JSON that fits it, even from a model that thinks and babbles', async () => {
  const schema = {
    type: 'object',
    properties: { city: { type: 'string', maxLength: 20 }, sunny: { type: 'boolean' } },
    required: ['city', 'sunny'],
    additionalProperties: false,
  }

  const { text, thought, end } = await ask('Where?', { schema, think: true })

  expect(end.stop).toBe('end')
  expect(thought).toBe('')
  expect(JSON.parse(text)).toEqual({ city: expect.any(String), sunny: expect.any(Boolean) })
})

test('a schema that no grammar can be made of is refused, and the engine goes on', async () => {
  const refused = ask('Where?', { schema: { enum: [{ not: 'a literal' }] } })

  await expect(refused).rejects.toThrow(expect.objectContaining({ code: llamaError.badSchema }))

  expect((await ask('How are you?')).text).toBe(scriptedAnswer)
})

test('a tool is called with arguments that fit it, and the answer stops there', async () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  const tools = [{ name: 'get_weather', description: 'The weather in a city', parameters }]

  const { events, end } = await ask('What is the weather in Paris?', { tools, think: true })

  expect(events).toContainEqual({ type: 'tool_call', name: 'get_weather', arguments: { city: expect.any(String) } })
  expect(end).toMatchObject({ stop: 'tool_call' })
  expect((await ask('How are you?', { tools, think: true })).end.stop).toBe('end')
})

test('a prompt that leaves no room for an answer is refused with both figures, never cut', async () => {
  const tooLong = ask('word '.repeat(5_000))

  await expect(tooLong).rejects.toThrow(
    expect.objectContaining({ code: llamaError.promptTooLong, data: { tokens: expect.any(Number), limit: 4096 - 200 } }),
  )

  const messages: PromptMessage[] = [{ role: 'user', text: 'word '.repeat(5_000) }]
  expect(await engine.count('scripted', { messages }, signal)).toBeGreaterThan(4096 - 200)
})

test('counting gives what the prompt will take', async () => {
  const messages: PromptMessage[] = [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'How are you?' },
  ]

  const counted = await engine.count('scripted', { messages, think: true }, signal)

  expect((await ask('', { messages, think: true })).end.prompt_tokens).toBe(counted)
})

test('answers asked for at once are given one after another', async () => {
  const answers = await Promise.all([ask('One?'), ask('Two?', { think: true }), ask('Three?')])

  expect(answers.map(({ text }) => text)).toEqual([scriptedAnswer, scriptedAnswer, scriptedAnswer])
})

/** The events of an answer that is stopped at one of them. */
async function* stoppedAt(events: AsyncIterable<GenerateEvent>, stop: AbortController, at: (event: GenerateEvent) => boolean) {
  for await (const event of events) {
    yield event
    if (at(event)) stop.abort()
  }
}
