import { expect, test } from 'vitest'
import { createPaletteStore } from '../../../src-renderer/palette/palette-store.ts'
import { type FindAnswer, find } from '../../../src-shared/desktop/find.ts'
import { serveFeatures } from '../serve-features.ts'

const none = { items: [], total: 0, is_capped: false }
const answerOf = (total: number): FindAnswer => ({ conversations: none, messages: { ...none, total }, documents: none })

interface Asked {
  readonly query: string
  readonly limit: number
  readonly signal: AbortSignal
  answer(answer: FindAnswer): void
}

function openPalette() {
  const asked: Asked[] = []
  const { api, end } = serveFeatures(
    { find },
    {
      find: {
        everything: ({ query, limit }, signal) =>
          new Promise((resolve) => void asked.push({ query, limit, signal, answer: resolve })),
        inConversation: () => ({ items: [], total: 0, is_capped: false }),
      },
    },
  )
  return { palette: createPaletteStore({ api }), asked, end }
}

test('an answer that comes after a later question is dropped, and the core is told that nobody waits for it', async () => {
  const { palette, asked, end } = openPalette()
  palette.getState().open()
  palette.getState().write('war')
  await expect.poll(() => asked.length === 1).toBe(true)
  palette.getState().write('warranty')
  await expect.poll(() => asked.length === 2).toBe(true)

  asked[1]?.answer(answerOf(2))
  await expect.poll(() => palette.getState().answer !== null).toBe(true)
  asked[0]?.answer(answerOf(1))

  expect(asked[0]?.signal.aborted).toBe(true)
  expect(palette.getState().answer?.messages.total).toBe(2)
  end()
})

test('an emptied field shows nothing that was found, and closing ends the question', async () => {
  const { palette, asked, end } = openPalette()
  palette.getState().open('pump')
  await expect.poll(() => asked.length === 1).toBe(true)
  asked[0]?.answer(answerOf(3))
  await expect.poll(() => palette.getState().answer !== null).toBe(true)

  palette.getState().write(' ')
  expect(palette.getState()).toMatchObject({ answer: null, tookMs: null })
  palette.getState().write('dry')
  await expect.poll(() => asked.length === 2).toBe(true)
  palette.getState().close()

  await expect.poll(() => asked[1]?.signal.aborted === true).toBe(true)
  end()
})

test('what was found for an earlier query is not taken for the answer, and words that are written on open nothing by themselves', async () => {
  const { palette, asked, end } = openPalette()
  palette.getState().open('war')
  await expect.poll(() => asked.length === 1).toBe(true)
  asked[0]?.answer(answerOf(1))
  await expect.poll(() => palette.getState().isAnswered).toBe(true)

  palette.getState().write('warranty')
  palette.getState().openWhenAnswered()
  expect(palette.getState()).toMatchObject({ isAnswered: false, isAwaited: true, answer: answerOf(1) })
  await expect.poll(() => asked.length === 2).toBe(true)
  asked[1]?.answer(answerOf(2))
  await expect.poll(() => palette.getState().isAnswered).toBe(true)
  expect(palette.getState()).toMatchObject({ isAwaited: true, answer: answerOf(2) })

  palette.getState().write('warranty of')
  expect(palette.getState()).toMatchObject({ isAnswered: false, isAwaited: false })
  end()
})

test('a kind on its own is asked for more lines than all kinds together', async () => {
  const { palette, asked, end } = openPalette()
  palette.getState().open('pump')
  palette.getState().showTab('messages')
  await expect.poll(() => asked.length === 2).toBe(true)

  expect(asked[1]?.limit).toBeGreaterThan(asked[0]?.limit ?? 0)
  end()
})

test('a core that is gone is said, and nothing stays that it found', async () => {
  const { palette, end } = openPalette()
  palette.getState().open('pump')
  end()

  await expect.poll(() => palette.getState().fault !== null).toBe(true)
  expect(palette.getState().answer).toBeNull()
})
