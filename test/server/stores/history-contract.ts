import { expect, test } from 'vitest'
import type {
  HistoryMessage,
  HistoryPage,
  HistoryPlace,
  HistoryStore,
  HistoryWindow,
} from '../../../server/stores/history-store.ts'
import { newId } from '../../../src-shared/ids.ts'

const start = Date.parse('2026-02-28T23:59:59.123Z')

/** A message `n` milliseconds after the start; of its user and session. */
export const message = (given: Partial<HistoryMessage> & Pick<HistoryMessage, 'user_id' | 'session_id'>, n = 0) => ({
  timestamp: new Date(start + n),
  message_id: newId(start + n),
  actor: 'user' as const,
  message: `message ${n}`,
  embedding_used: false,
  tokens_used: null,
  response_time_ms: null,
  model_used: null,
  confidence: null,
  metadata: {},
  ...given,
})

const ids = ({ messages }: HistoryPage) => messages.map(({ message_id }) => message_id)

/** What keeps conversations, wherever it keeps them. */
export function keepsHistoryContract(history: () => HistoryStore): void {
  keepsMessages(history)
  pages(history)
  deletes(history)
}

function keepsMessages(history: () => HistoryStore): void {
  test('a message comes back as it was, with all that is known of it and with nothing', async () => {
    const of = { user_id: newId(), session_id: newId() }
    const known = {
      ...{ actor: 'assistant' as const, message: `Ω "'; DROP TABLE x; --\n${'long '.repeat(50_000)}`, embedding_used: true },
      ...{ tokens_used: 812, response_time_ms: 2_450, model_used: 'small, q4', confidence: 0.1 + 0.2 },
      metadata: { text: '?', values: '$1', '': 'empty', ünï: 'Ω' },
    }
    const [bare, full] = [message(of), message({ ...of, ...known }, 1)]

    await history().add(bare)
    await history().add(full)

    const { messages, next } = await history().readSession(of, { limit: 10 })
    expect(messages).toEqual([
      { ...full, feedback_score: null },
      { ...bare, feedback_score: null },
    ])
    expect(next).toBeUndefined()
  })

  test('the same message again is one message and keeps its feedback', async () => {
    const of = { user_id: newId(), session_id: newId() }
    const one = message(of)
    await history().add(one)
    expect(await history().setFeedback(one, 4)).toBe(true)

    await history().add(one)

    const expected = [{ ...one, feedback_score: 4 }]
    expect((await history().readSession(of, { limit: 10 })).messages).toEqual(expected)
    expect((await history().readUser(of.user_id, { limit: 10 })).messages).toEqual(expected)
  })

  test('feedback to a message that is not there is told, and makes none', async () => {
    const of = { user_id: newId(), session_id: newId() }
    const one = message(of)
    await history().add(one)

    const set = await Promise.all([
      history().setFeedback({ ...one, user_id: newId() }, 1),
      history().setFeedback({ ...one, session_id: newId() }, 1),
      history().setFeedback({ ...one, message_id: newId() }, 1),
      history().setFeedback({ ...one, timestamp: new Date(0) }, 1),
    ])

    expect(set).toEqual([false, false, false, false])
    expect((await history().readSession(of, { limit: 10 })).messages).toEqual([{ ...one, feedback_score: null }])
  })
}

/** All pages, one after the other. */
async function follow(read: (window: HistoryWindow) => Promise<HistoryPage>, limit: number): Promise<HistoryPage[]> {
  const pages: HistoryPage[] = []
  let after: HistoryPlace | undefined
  do {
    const page = await read({ limit, after })
    pages.push(page)
    after = page.next
  } while (after !== undefined)
  return pages
}

function pages(history: () => HistoryStore): void {
  test('pages of a session follow each other newest first, without a gap or a repetition, also within a millisecond', async () => {
    const of = { user_id: newId(), session_id: newId() }
    const sent = Array.from({ length: 11 }, (_, n) => message(of, Math.floor(n / 5)))
    await Promise.all(sent.map((each) => history().add(each)))
    const newestFirst = sent.toSorted((a, b) => (a.message_id < b.message_id ? 1 : -1)).map(({ message_id }) => message_id)

    const read = await follow((window) => history().readSession(of, window), 3)

    expect(read.map((page) => page.messages.length)).toEqual([3, 3, 3, 2])
    expect(read.flatMap(ids)).toEqual(newestFirst)
    expect(await follow((window) => history().readSession(of, window), 11)).toHaveLength(1)
  })

  test('pages of a user go through all of his sessions by time, and through nobody else’s', async () => {
    const [user_id, other] = [newId(), newId()]
    const sessions = [newId(), newId(), newId()]
    const sent = Array.from({ length: 10 }, (_, n) => message({ user_id, session_id: sessions[n % 3] ?? '' }, n))
    const shared = { user_id: other, session_id: sessions[0] ?? '' }
    await Promise.all([...sent, message(shared, 5)].map((each) => history().add(each)))

    const read = await follow((window) => history().readUser(user_id, window), 4)

    expect(read.flatMap((page) => page.messages)).toEqual(sent.toReversed().map((each) => ({ ...each, feedback_score: null })))
    expect((await history().readSession(shared, { limit: 10 })).messages).toHaveLength(1)
    expect((await history().readUser(newId(), { limit: 10 })).messages).toEqual([])
  })
}

function deletes(history: () => HistoryStore): void {
  test('a deleted message is gone from everywhere, also when it is deleted again; others stay, and it can be added anew', async () => {
    const of = { user_id: newId(), session_id: newId() }
    const [one, left] = [message(of), message(of, 1)]
    await Promise.all([one, left].map((each) => history().add(each)))

    await history().deleteMessage(one)
    await history().deleteMessage(one)
    await history().deleteMessage({ ...left, user_id: newId() })

    expect(ids(await history().readSession(of, { limit: 10 }))).toEqual([left.message_id])
    expect(ids(await history().readUser(of.user_id, { limit: 10 }))).toEqual([left.message_id])
    await history().add(one)
    expect(ids(await history().readSession(of, { limit: 10 }))).toEqual([left.message_id, one.message_id])
    expect(ids(await history().readUser(of.user_id, { limit: 10 }))).toEqual([left.message_id, one.message_id])
  })

  test('a deleted session is gone from everywhere; others stay, also another user’s of the same id', async () => {
    const [user_id, other] = [newId(), newId()]
    const [session_id, kept] = [newId(), newId()]
    const sent = Array.from({ length: 100 }, (_, n) => message({ user_id, session_id }, n))
    const left = message({ user_id, session_id: kept }, 50)
    const theirs = message({ user_id: other, session_id }, 50)
    await Promise.all([...sent, left, theirs].map((each) => history().add(each)))

    await history().deleteSession({ user_id, session_id })

    expect(await history().readSession({ user_id, session_id }, { limit: 10 })).toEqual({ messages: [], next: undefined })
    expect(ids(await history().readUser(user_id, { limit: 10 }))).toEqual([left.message_id])
    expect(ids(await history().readSession(theirs, { limit: 10 }))).toEqual([theirs.message_id])
  })

  test('of a deleted user nothing is left, however often he is deleted; of others everything', async () => {
    const [user_id, other] = [newId(), newId()]
    const sessions = [newId(), newId()]
    const sent = sessions.flatMap((session_id) => [message({ user_id, session_id }), message({ user_id, session_id }, 1)])
    const theirs = message({ user_id: other, session_id: sessions[0] ?? '' })
    await Promise.all([...sent, theirs].map((each) => history().add(each)))

    await history().deleteUser(user_id)
    await history().deleteUser(user_id)

    expect((await history().readUser(user_id, { limit: 10 })).messages).toEqual([])
    for (const session_id of sessions)
      expect((await history().readSession({ user_id, session_id }, { limit: 10 })).messages).toEqual([])
    expect(ids(await history().readUser(other, { limit: 10 }))).toEqual([theirs.message_id])
  })
}
