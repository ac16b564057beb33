import fc from 'fast-check'
import { expect, test } from 'vitest'
import { summarise } from '../../../src-main/chat/summarise.ts'
import { cutTranscript, halve } from '../../../src-main/chat/transcript.ts'
import { contextError } from '../../../src-shared/desktop/context.ts'
import type { PromptMessage } from '../../../src-shared/engine/llama.ts'
import { estimateTokens } from '../../../src-shared/retrieval/estimate-tokens.ts'
import { summaryPrompt } from '../../../src-shared/retrieval/summary-prompt.ts'

const said = (texts: readonly string[]) =>
  texts.map((text, n) => ({ role: n % 2 === 0 ? ('user' as const) : ('assistant' as const), text }))

/** One token a character. */
const count = async (messages: readonly PromptMessage[]): Promise<number> =>
  messages.reduce((sum, { text }) => sum + text.length, 0)

const promptLength = await count(summaryPrompt({ before: undefined, transcript: '' }))

function writer(answer: (prompt: string) => string) {
  const prompts: string[] = []
  const write = async (messages: readonly PromptMessage[]): Promise<string> => {
    const prompt = messages.at(-1)?.text ?? ''
    prompts.push(prompt)
    return answer(prompt)
  }
  return { prompts, write }
}

test('every word of every message is in exactly one piece, in order, and no piece is much too long', () => {
  const texts = fc.array(fc.stringMatching(/^[\p{L} ]{0,300}$/u), { maxLength: 12 })

  fc.assert(
    fc.property(texts, fc.integer({ min: 20, max: 200 }), (lines, room) => {
      const pieces = cutTranscript(said(lines), room)

      const whole = pieces.map(({ text }) => text).join('')
      expect(whole).toBe(
        said(lines)
          .map(({ role, text }) => `${role === 'user' ? 'Person' : 'Assistant'}: ${text.trim()}\n\n`)
          .join(''),
      )
      expect(pieces.reduce((sum, { messages }) => sum + messages, 0)).toBe(lines.length)
      for (const { text } of pieces) expect(estimateTokens(text)).toBeLessThanOrEqual(room + 1)
    }),
  )
})

test('a cut never parts the halves of a character', () => {
  const { length } = cutTranscript(said(['😀'.repeat(400)]), 21).filter(({ text }) => /[\uD800-\uDBFF]$/.test(text))

  expect(length).toBe(0)
  expect(
    halve({ text: 'a😀', messages: 1 })
      .map(({ text }) => text)
      .join(''),
  ).toBe('a😀')
})

test('each piece is summarised with the summary of those before it, and the progress counts messages', async () => {
  const { prompts, write } = writer((prompt) => (prompt.includes('What happened before:\nfirst') ? 'second' : 'first'))
  const progress: number[] = []
  const pieces = [
    { text: 'Person: one', messages: 2 },
    { text: 'Person: two', messages: 3 },
  ]

  const summary = await summarise(
    { pieces, before: undefined },
    { count, write, limit: 10_000, onProgress: (n) => progress.push(n) },
  )

  expect(summary).toBe('second')
  expect(prompts[1]).toContain('Person: two')
  expect(prompts[1]).not.toContain('Person: one')
  expect(progress).toEqual([0, 2, 5])
})

test('a piece that the model counts as too long is halved until it fits, and nothing of it is dropped', async () => {
  const { prompts, write } = writer(() => 's')
  const text = Array.from({ length: 100 }, (_, n) => `word${n}`).join(' ')

  await summarise(
    { pieces: [{ text, messages: 1 }], before: undefined },
    { count, write, limit: promptLength + 300, onProgress: () => {} },
  )

  expect(prompts.length).toBeGreaterThan(1)
  const pieces = prompts.map((prompt) => /The conversation:\n([\s\S]*)\n\nWrite one/.exec(prompt)?.[1] ?? '')
  expect(pieces.join('')).toBe(text)
})

test('an empty summary is a failure, not a summary; a context that holds nothing is said', async () => {
  const pieces = [{ text: 'Person: one', messages: 1 }]
  const empty = summarise({ pieces, before: undefined }, { count, write: async () => ' \n', limit: 10_000, onProgress: () => {} })
  await expect(empty).rejects.toMatchObject({ code: contextError.emptySummary })

  const tight = summarise({ pieces, before: undefined }, { count, write: async () => 's', limit: 10, onProgress: () => {} })
  await expect(tight).rejects.toMatchObject({ code: contextError.cannotSummarise })
})
