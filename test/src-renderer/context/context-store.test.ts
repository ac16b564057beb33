import { expect, test, vi } from 'vitest'
import { createContextStore } from '../../../src-renderer/context/context-store.ts'
import { type CompactionEvent, type ContextUse, compactions, context, contextError } from '../../../src-shared/desktop/context.ts'
import type { CompactionRow } from '../../../src-shared/rows/compaction.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { newId } from '../../helpers/conversation-rows.ts'
import { serveFeatures } from '../serve-features.ts'

const conversationId = newId()

const rowWith = (fields: Partial<CompactionRow> = {}): CompactionRow => ({
  ...{ id: newId(), conversation_id: conversationId, message_id: newId(), messages: 4, text: 'Boats.', source: 'auto' },
  ...{ model_id: null, created_at: 1, updated_at: 1, ...fields },
})

const contextOf = (question: number): ContextUse => ({
  ...{ model_id: 'demo', context_size: 4096, answer_tokens: 1024, is_exact: true, messages: 2, excess_messages: 0 },
  parts: { system: 60, summary: 0, history: 100, passages: 0, search: 0, question },
  ...{ compaction_id: null, can_compact: 'yes' as const },
})

interface Core {
  readonly events?: (signal: AbortSignal) => AsyncIterable<CompactionEvent>
  readonly measure?: (draft: string) => Promise<ContextUse>
}

async function* nothing(): AsyncGenerator<CompactionEvent> {}

function open({ events = nothing, measure = async () => contextOf(0) }: Core = {}) {
  const { api } = serveFeatures(
    { context, compactions },
    {
      context: { measure: ({ draft }) => measure(draft) },
      compactions: {
        list: () => [],
        make: (_, signal) => events(signal),
        again: (_, signal) => events(signal),
        edit: ({ id, text }) => rowWith({ id, text, source: 'user' }),
        remove: ({ id }) => rowWith({ id }),
        restore: (row) => row,
      },
    },
  )
  const store = createContextStore({ api, newId })
  return { store, state: () => store.getState() }
}

test('an older count that comes late does not replace the newer one', async () => {
  const slow = Promise.withResolvers<ContextUse>()
  const { state } = open({ measure: async (draft) => (draft === 'old' ? await slow.promise : contextOf(9)) })
  const given = new AbortController()
  const old = state()
    .measure({ conversation_id: null, draft: 'old' }, given.signal)
    .catch(() => {})
  given.abort()

  await state().measure({ conversation_id: null, draft: 'new' }, new AbortController().signal)
  slow.resolve(contextOf(1))
  await old

  expect(state().use?.parts.question).toBe(9)
})

test('a summary in the making shows its progress in its chat only, and its row when it is done', async () => {
  const row = rowWith()
  const gate = Promise.withResolvers<void>()
  const { state } = open({
    async *events() {
      yield { type: 'summarising', done: 1, total: 4 }
      await gate.promise
      yield { type: 'done', compaction: row }
    },
  })

  const making = state().compact(conversationId)
  await vi.waitFor(() => expect(state().work).toEqual({ [conversationId]: { type: 'summarising', done: 1, total: 4 } }), 15_000)
  gate.resolve()
  await making

  expect(state().work).toEqual({})
  expect(state().rows.get(row.id)).toEqual(row)
})

test('stopping is no failure, and leaves no trace; a real failure is told to who asked', async () => {
  const { state } = open({
    async *events(signal) {
      yield { type: 'summarising', done: 0, total: 4 }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      throw new AppError('aborted')
    },
  })
  const making = state().compact(conversationId)
  await vi.waitFor(() => expect(state().work[conversationId]?.type).toBe('summarising'), 15_000)
  state().stop(conversationId)
  await making
  expect([state().work, state().rows.size]).toEqual([{}, 0])

  const failing = open({
    async *events() {
      yield { type: 'summarising', done: 0, total: 4 }
      throw new AppError(contextError.emptySummary)
    },
  })
  await expect(failing.state().compact(conversationId)).rejects.toMatchObject({ code: contextError.emptySummary })
  expect(failing.state().work).toEqual({})
})

test('words typed into a summary stay until they are saved, and are put away then', async () => {
  const { state } = open()
  const row = rowWith()
  state().changed(row.id, row)
  state().fold(row.id, { isOpen: true, edit: 'Boats and' })
  state().fold(row.id, { edit: 'Boats and rivers.' })

  await state().edit(row.id, 'Boats and rivers.')

  expect(state().folds[row.id]).toEqual({ isOpen: true, edit: null })
  expect(state().rows.get(row.id)).toMatchObject({ text: 'Boats and rivers.', source: 'user' })
})

test('reading one chat keeps the summaries of the others and forgets those that are gone', async () => {
  const { state } = open()
  const [gone, other] = [rowWith(), rowWith({ conversation_id: newId() })]
  for (const row of [gone, other]) state().changed(row.id, row)

  await state().read(conversationId)

  expect([...state().rows.keys()]).toEqual([other.id])
})
