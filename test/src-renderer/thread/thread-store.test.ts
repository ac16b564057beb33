import { expect, test, vi } from 'vitest'
import { createThreadStore } from '../../../src-renderer/thread/thread-store.ts'
import { type ChatEvent, chat, chatError } from '../../../src-shared/desktop/chat.ts'
import { conversationError, messages } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import type { MessageRow } from '../../../src-shared/rows/message.ts'
import type { FeatureHandlers } from '../../../src-shared/rpc/contract.ts'
import { AppError, rpcError } from '../../../src-shared/rpc/errors.ts'
import { conversationWith, messageWith } from '../../helpers/conversation-rows.ts'
import { serveFeatures } from '../serve-features.ts'

type Send = Parameters<FeatureHandlers<typeof chat>['send']>[0]

const sampleMessage = (row: Partial<MessageRow> = {}): MessageRow => messageWith({ conversation_id: newId(), ...row })

interface Core {
  /** What is told after `saved`. */
  readonly events?: (reply: MessageRow) => AsyncIterable<ChatEvent>
  readonly refuse?: AppError
  /** Ends the answer after the commit, before it is told. */
  readonly loseBeforeSaved?: AppError
  readonly page?: { items: MessageRow[]; siblings?: Record<string, string[]>; has_more?: boolean }
}

function open({ events = endAtOnce, refuse, loseBeforeSaved, page }: Core) {
  const started: string[] = []
  const sent: Send[] = []
  const resumed: string[] = []
  const stored: MessageRow[] = [...(page?.items ?? [])]
  async function* answer(question: MessageRow | null, reply: MessageRow): AsyncGenerator<ChatEvent> {
    stored.push(...(question ? [question] : []), reply)
    if (loseBeforeSaved) throw loseBeforeSaved
    const conversation = conversationWith({ id: reply.conversation_id, selected_leaf_id: reply.id })
    yield { type: 'saved', conversation, question, reply }
    yield* events(reply)
  }
  const core = serveFeatures(
    { chat, messages },
    {
      chat: {
        async *send(input) {
          sent.push(input)
          if (refuse) throw refuse
          const { conversation_id, message_id, reply_id, parent_id = null, text } = input
          const question = sampleMessage({ id: message_id, conversation_id, parent_id, text })
          yield* answer(question, replyRow({ id: reply_id, conversation_id, parent_id: message_id }))
        },
        async *regenerate({ message_id, reply_id }) {
          const old = stored.find(({ id }) => id === message_id)
          if (!old || refuse) throw refuse ?? new AppError(chatError.unknownParent)
          yield* answer(null, replyRow({ id: reply_id, conversation_id: old.conversation_id, parent_id: old.parent_id }))
        },
        async *resume({ message_id }) {
          // One answer at a time, as in the core.
          if (resumed.push(message_id) > 1) throw new AppError(chatError.busy)
          yield* []
        },
        stop: () => {},
        prepare: () => false,
      },
      messages: {
        page: ({ before_id }) => ({
          items: before_id === undefined ? stored.slice(-2) : stored.slice(0, -2),
          siblings: page?.siblings ?? {},
          has_more: page?.has_more ?? false,
          has_newer: false,
        }),
        get: ({ id }) => {
          const row = stored.find((each) => each.id === id)
          if (!row) throw new AppError(conversationError.unknownMessage)
          return row
        },
        select: () => conversationWith(),
        feedback: ({ id, feedback }) => ({ ...(stored.find((row) => row.id === id) ?? sampleMessage()), feedback }),
        remove: () => {},
        restore: () => conversationWith(),
      },
    },
  )
  const store = createThreadStore({ api: core.api, newId, onStarted: (id) => started.push(id), onConversation: () => {} })
  return { store, state: () => store.getState(), started, sent, resumed, end: core.end }
}

const replyRow = (row: Partial<MessageRow>): MessageRow =>
  sampleMessage({ role: 'assistant', text: '', status: 'writing', ...row })

async function* endAtOnce(reply: MessageRow): AsyncGenerator<ChatEvent> {
  yield { type: 'done', reply: { ...reply, text: 'Two years.', status: 'complete' } }
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 })

test('two presses on “Continue” are one wish: nothing is refused, and later it can be pressed again', async () => {
  const stopped = replyRow({ text: 'Half of', status: 'stopped' })
  const page = open({ page: { items: [stopped] } })
  await page.state().open(stopped.conversation_id)

  await Promise.all([page.state().resume(stopped.id), page.state().resume(stopped.id)])
  const fault = page.state().fault
  const asked = page.resumed.length
  await page.state().resume(stopped.id)

  expect([asked, fault]).toEqual([1, null])
  expect(page.resumed).toHaveLength(2)
  page.end()
})

test('a question shows before the core has answered, and the chat gets its id when it is committed', async () => {
  const { state, started } = open({})

  const asked = state().send({ text: 'How long?', think: false })
  const echoed = state().items.map(({ role, status }) => `${role} ${status}`)
  const isSaved = await asked

  expect(echoed).toEqual(['user complete', 'assistant writing'])
  expect(isSaved).toBe(true)
  expect(started).toEqual([state().conversationId])
})

test('the answer grows word by word and ends as the stored row', async () => {
  const gate = Promise.withResolvers<void>()
  const { state } = open({
    async *events(reply) {
      yield { type: 'text', text: 'Two ' }
      yield { type: 'text', text: 'years' }
      await gate.promise
      yield* endAtOnce(reply)
    },
  })

  await state().send({ text: 'How long?', think: false })
  await until(() => expect(state().items.at(-1)?.text).toBe('Two years'))
  expect(state().phases[state().items.at(-1)?.id ?? '']).toEqual({ kind: 'writing' })
  gate.resolve()

  await until(() => expect(state().items.at(-1)).toMatchObject({ text: 'Two years.', status: 'complete' }))
  expect(state().phases).toEqual({})
})

test('a refused question leaves the thread as it was and says why', async () => {
  const { state, started } = open({ refuse: new AppError(chatError.quotaExceeded, { limit: 1000 }) })

  const isSaved = await state().send({ text: 'How long?', think: false })

  expect(isSaved).toBe(false)
  expect(state()).toMatchObject({
    items: [],
    conversationId: null,
    fault: { code: chatError.quotaExceeded, data: { limit: 1000 } },
  })
  expect(started).toEqual([])
})

test('a stored row that is behind the stream does not take words back, a finished one is the truth', async () => {
  const { state } = open({
    async *events() {
      yield { type: 'text', text: 'Two years from' }
      await new Promise(() => {})
    },
  })
  await state().send({ text: 'How long?', think: false })
  await until(() => expect(state().items.at(-1)?.text).toBe('Two years from'))
  const row = state().items.at(-1) ?? sampleMessage()

  state().messageChanged(row.id, { ...row, text: 'Two' })
  const whileWriting = state().items.at(-1)?.text
  state().messageChanged(row.id, { ...row, text: 'Two', status: 'stopped' })

  expect(whileWriting).toBe('Two years from')
  expect(state().items.at(-1)).toMatchObject({ text: 'Two', status: 'stopped' })
})

test('a reloaded page shows an answer that is still being written, from its rows', async () => {
  const conversation_id = newId()
  const question = sampleMessage({ conversation_id })
  const reply = replyRow({ conversation_id, parent_id: question.id, text: 'Two' })
  const { state } = open({ page: { items: [question, reply] } })

  await state().open(conversation_id)
  state().messageChanged(reply.id, { ...reply, text: 'Two years' })

  expect(state().items.at(-1)).toMatchObject({ text: 'Two years', status: 'writing' })
})

test('a lost connection keeps what was streamed and blames nobody', async () => {
  const { state, end } = open({
    async *events() {
      yield { type: 'text', text: 'Two years' }
      await new Promise(() => {})
    },
  })
  await state().send({ text: 'How long?', think: false })
  await until(() => expect(state().items.at(-1)?.text).toBe('Two years'))

  end()

  await until(() => expect(state().phases).toEqual({}))
  expect(state()).toMatchObject({ fault: null })
  expect(state().items.at(-1)?.text).toBe('Two years')
})

test('an edit is a sibling of the question, and what stood below belongs to the other branch', async () => {
  const conversation_id = newId()
  const question = sampleMessage({ conversation_id })
  const reply = replyRow({ conversation_id, parent_id: question.id, text: 'Two', status: 'complete' })
  const { state, sent } = open({ page: { items: [question, reply] } })
  await state().open(conversation_id)

  const asked = state().send({ text: 'How long exactly?', think: false, parentId: null })
  const shown = state().items.map(({ text }) => text)
  await asked

  expect(shown).toEqual(['How long exactly?', ''])
  expect(sent[0]).toMatchObject({ parent_id: null, text: 'How long exactly?' })
})

test('a further answer that is refused brings the first one back', async () => {
  const conversation_id = newId()
  const question = sampleMessage({ conversation_id })
  const reply = replyRow({ conversation_id, parent_id: question.id, text: 'Two', status: 'complete' })
  const { state } = open({ refuse: new AppError(chatError.busy), page: { items: [question, reply] } })
  await state().open(conversation_id)

  const asked = state().regenerate(reply.id, false)
  const shown = state().items.at(-1)?.text
  await asked

  expect(shown).toBe('')
  expect(state().items.at(-1)).toMatchObject({ id: reply.id, text: 'Two' })
})

test('older messages are put above, once', async () => {
  const conversation_id = newId()
  const items = ['one', 'two', 'three', 'four'].map((text) => sampleMessage({ conversation_id, text }))
  const { state } = open({ page: { items, has_more: true } })
  await state().open(conversation_id)

  await Promise.all([state().loadOlder(), state().loadOlder()])

  expect(state().items.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four'])
})

test('words that the row already holds are not written twice when the chat is left and opened again', async () => {
  const gate = Promise.withResolvers<void>()
  const { state } = open({
    async *events() {
      yield { type: 'text', text: 'Two ' }
      await gate.promise
      yield { type: 'text', text: 'years' }
      await new Promise(() => {})
    },
  })
  await state().send({ text: 'How long?', think: false })
  await until(() => expect(state().items.at(-1)?.text).toBe('Two '))
  const { conversationId } = state()
  await state().open(null)

  await state().open(conversationId)
  gate.resolve()

  await until(() => expect(state().items.at(-1)?.text).toBe('Two years'))
})

test('a question that was committed when the connection was lost stands in the thread once it is back, and only there', async () => {
  const lost = new AppError(rpcError.disconnected)
  const { state, started } = open({ loseBeforeSaved: lost })
  const asked = state().send({ text: 'How long?', think: false })
  await until(() => expect(state().phases).toEqual({}))
  expect(state().items.map(({ text }) => text)).toEqual(['How long?', ''])

  await state().refresh()

  expect(await asked).toBe(true)
  expect(started).toEqual([state().conversationId])
  expect(state().items.map(({ text }) => text)).toEqual(['How long?', ''])
})

test('a question that never reached the core is taken back once the connection is there, for the field to have it again', async () => {
  const { state, started } = open({ refuse: new AppError(rpcError.disconnected) })
  const asked = state().send({ text: 'How long?', think: false })
  await until(() => expect(state().phases).toEqual({}))

  await state().refresh()

  expect(await asked).toBe(false)
  expect(state()).toMatchObject({ items: [], conversationId: null, fault: null })
  expect(started).toEqual([])
})

test('a question that is asked while its chat is still being read begins no second beginning of the chat', async () => {
  const { state, sent } = open({ page: { items: [sampleMessage()] } })
  const id = newId()
  const opened = state().open(id)

  await state().send({ text: 'And then?', think: false })
  await opened

  expect(sent).toMatchObject([{ conversation_id: id }])
  expect(sent[0]?.parent_id).toBeUndefined()
})
