import { expect, test, vi } from 'vitest'
import { createDraftStore } from '../../../src-renderer/composer/draft-store.ts'
import { drafts } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { serveFeatures } from '../serve-features.ts'

function open({ kept = '', delayMs = 5, newer }: { kept?: string; delayMs?: number; newer?: string } = {}) {
  const puts: string[] = []
  let isLost = false
  const { api } = serveFeatures(
    { drafts },
    {
      drafts: {
        get: () => puts.at(-1) ?? kept,
        ofQuestions: () => ({}),
        put: ({ text }) => {
          if (isLost) throw new AppError(rpcError.disconnected)
          if (newer !== undefined) return newer
          puts.push(text)
          return text
        },
      },
    },
  )
  const store = createDraftStore({ api, delayMs })
  const lose = (lost: boolean): void => {
    isLost = lost
  }
  return { state: () => store.getState(), puts, lose }
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 })

test('what is typed is kept once the typing rests', async () => {
  const { state, puts } = open()

  for (const text of ['H', 'Ho', 'How']) state().write('new', text)

  await until(() => expect(puts).toEqual(['How']))
})

test('a change from elsewhere never overwrites what is being typed', async () => {
  const { state } = open({ delayMs: 60_000 })
  state().write('new', 'mine')

  state().changed('new', { id: 'new', text: 'theirs', updated_at: 1 })
  await state().read('new')

  expect(state().texts.new).toBe('mine')
})

test('words on their way to the core leave the field and stay kept until it has them', async () => {
  const { state, puts } = open({ kept: 'How long?' })
  await state().read('new')

  state().hide('new')
  state().changed('new', { id: 'new', text: 'How long?', updated_at: 1 })
  await state().keepAll()

  expect(state().texts.new).toBe('')
  expect(puts).toEqual([])
})

test('what could not be kept without a connection is kept when it is back', async () => {
  const { state, puts, lose } = open()
  lose(true)
  state().write('new', 'How')
  await state().keep('new')

  lose(false)
  await state().keepAll()

  expect(puts).toEqual(['How'])
})

test('words that were typed later in another window take the place of the older ones', async () => {
  const { state } = open({ delayMs: 60_000, newer: 'theirs, later' })
  state().write('new', 'mine')

  await state().keep('new')

  expect(state().texts.new).toBe('theirs, later')
})

test('words on their way are not taken out of the core by what keeps the rest', async () => {
  const { state, puts } = open({ delayMs: 60_000 })
  state().write('new', 'How long?')
  void state().keep('new')

  state().hide('new')
  await state().keepAll()
  // What was put before it has come by then.
  await state().read(newId())

  expect(puts).toEqual(['How long?'])
})
