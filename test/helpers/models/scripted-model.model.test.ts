import { defineChatSessionFunction } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { ask, openModel } from './open-model.ts'
import { scriptedAnswer, scriptedThought } from './scripted-model.ts'
import { ensureTestModels } from './test-models.ts'

test('the scripted model thinks, answers and stops, in every turn', async () => {
  const { scripted } = await ensureTestModels('scripted')
  await using model = await openModel(scripted, { contextSize: 1024 })
  using session = model.converse()

  const replies = [await ask(session, 'Hello'), await ask(session, 'What is the weather?')]

  const reply = { text: `\n\n${scriptedAnswer}`, thought: scriptedThought, stopReason: 'eogToken' }
  expect(replies).toEqual([reply, reply])
})

test('it calls a tool when asked for the weather, and only then', async () => {
  const { scripted } = await ensureTestModels('scripted')
  await using model = await openModel(scripted, { contextSize: 2048 })
  using session = model.converse()
  const cities: string[] = []
  const get_weather = defineChatSessionFunction({
    description: 'The weather in a city',
    params: { type: 'object', properties: { city: { type: 'string' } } },
    handler: ({ city }) => void cities.push(city),
  })
  const options = { temperature: 0, maxTokens: 200, functions: { get_weather } }

  const before = await session.prompt('Hello', options)
  const callsBefore = cities.length
  const after = await session.prompt('What is the weather in Paris?', options)

  expect([before.trim(), callsBefore]).toEqual([scriptedAnswer, 0])
  expect([after.trim(), cities.length]).toEqual([scriptedAnswer, 1])
})

test('the random model goes on until it is stopped, and differs with the seed', async () => {
  const { tinyRandom } = await ensureTestModels('tinyRandom')
  await using model = await openModel(tinyRandom, { contextSize: 512 })
  const write = async (seed: number) => {
    using session = model.converse()
    return await session.promptWithMeta('Hello', { temperature: 1, seed, maxTokens: 30 })
  }

  const [one, same, other] = [await write(1), await write(1), await write(2)]

  expect(one.stopReason).toBe('maxTokens')
  expect(same.responseText).toBe(one.responseText)
  expect(other.responseText).not.toBe(one.responseText)
})
