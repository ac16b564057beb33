import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chatError } from '../../../src-shared/desktop/chat.ts'
import type { PromptMessage } from '../../../src-shared/engine/llama.ts'
import { fitContext } from '../../../src-shared/retrieval/fit-context.ts'

/** One token a character: exact, and easy to reckon with. */
const count = async (messages: readonly PromptMessage[]): Promise<number> =>
  messages.reduce((sum, { text }) => sum + text.length, 0)

const turns = (n: number): PromptMessage[] =>
  Array.from({ length: n }, (_, index) => [
    { role: 'user' as const, text: `question ${index} ${'x'.repeat(80)}` },
    { role: 'assistant' as const, text: `answer ${index} ${'y'.repeat(80)}` },
  ]).flat()

const parts = { systemPrompt: '', question: 'When is the rent due?', sources: [], searched: false }
const rulesLength = await fitContext({ ...parts, history: [] }, { contextSize: 1e6, answerTokens: 0 }, count).then(
  ({ tokens }) => tokens,
)

test('what fits is left whole', async () => {
  const fitted = await fitContext({ ...parts, history: turns(3) }, { contextSize: 4000, answerTokens: 500 }, count)

  expect(fitted).toMatchObject({ leftOut: 0, sources: 0 })
  expect(fitted.messages).toHaveLength(8)
})

test('the oldest turns go first, as whole turns: an answer never stands without its question', async () => {
  const fitted = await fitContext({ ...parts, history: turns(20) }, { contextSize: rulesLength + 1000, answerTokens: 200 }, count)

  expect(fitted.tokens).toBeLessThanOrEqual(rulesLength + 800)
  expect(fitted.leftOut).toBeGreaterThan(0)
  expect(fitted.messages[1]?.role).toBe('user')
  expect(fitted.messages.at(-2)?.text).toContain('answer 19')
})

test('then the weakest sources, and the question is never cut', async () => {
  const sources = Array.from({ length: 5 }, (_, index) => ({ text: `${index} ${'s'.repeat(200)}` }))

  const fitted = await fitContext(
    { ...parts, history: turns(2), sources, searched: true },
    { contextSize: rulesLength + 600, answerTokens: 100 },
    count,
  )

  expect(fitted.sources).toBe(2)
  expect(fitted.messages.at(-1)?.text).toContain('[2] 1 s')
  expect(fitted.messages.at(-1)?.text).toMatch(/Question: When is the rent due\?$/)
})

test('a question longer than the context is refused with both figures', async () => {
  const asked = fitContext(
    { ...parts, history: [], question: 'long '.repeat(1000) },
    { contextSize: 2000, answerTokens: 500 },
    count,
  )

  await expect(asked).rejects.toMatchObject({
    code: chatError.questionTooLong,
    data: { tokens: expect.any(Number), limit: 1500 },
  })
})

test('whatever the lengths, the prompt fits or the question alone is too long', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 20 })

  await fc.assert(
    fc.asyncProperty(lengths, lengths, fc.integer({ min: 0, max: 2000 }), async (history, sources, room) => {
      const input = {
        ...parts,
        history: history.flatMap((n) => [
          { role: 'user' as const, text: 'u'.repeat(n) },
          { role: 'assistant' as const, text: 'a'.repeat(n) },
        ]),
        sources: sources.map((n) => ({ text: 's'.repeat(n) })),
        searched: true,
      }

      const fitted = await fitContext(input, { contextSize: rulesLength + room, answerTokens: 0 }, count).catch(() => undefined)

      if (fitted) expect(fitted.tokens).toBeLessThanOrEqual(rulesLength + room)
      else expect(room).toBeLessThan(400)
    }),
  )
})
