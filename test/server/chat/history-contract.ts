import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ServerParts } from '../../../server/app.ts'
import { answerRow } from '../../../server/chat/chat-rows.ts'
import { claimTurn, endTurn } from '../../../server/chat/turns.ts'
import type { HistoryMessage } from '../../../server/stores/history-store.ts'
import { sql } from '../../../server/stores/sql.ts'
import { type ChatHistory, chatHistory, conversationList } from '../../../src-shared/api/chat.ts'
import { taskStarted } from '../../../src-shared/api/tasks.ts'
import { newId } from '../../../src-shared/ids.ts'
import type { TestServer, TestUser } from '../../helpers/server/open-test-server.ts'

export interface ChatBed {
  readonly server: TestServer
  readonly stores: Pick<ServerParts, 'history' | 'conversations'>
}

const start = Date.parse('2026-03-01T10:00:00.000Z')

/** So many turns of one conversation, a minute apart, as chat leaves them. */
export async function keepTurns({ stores }: ChatBed, user_id: string, turns: number): Promise<string> {
  const session_id = newId()
  for (let n = 0; n < turns; n++) {
    const at = new Date(start + n * 60_000)
    const ids = { user_id, session_id }
    const row = { ...ids, embedding_used: false, tokens_used: null, response_time_ms: null, model_used: null, confidence: null }
    await stores.history.add({
      ...row,
      timestamp: at,
      message_id: newId(),
      actor: 'user',
      message: `Question ${n}`,
      metadata: {},
    })
    const answer = { ...row, timestamp: new Date(at.getTime() + 1), message_id: newId(), message: `Answer ${n}` }
    const metadata = { status: 'complete', documents: 'none', prompt_tokens: '1', completion_tokens: '1', sources: '[]' }
    await stores.history.add({ ...answer, actor: 'assistant', metadata })
    await stores.conversations.addTurn({
      ...{ ...ids, turn_id: newId(), at: answer.timestamp, messages: 2, topics: [], subscription_plan: 'free' },
      ...{ title: 'Question 0', last_message: `Answer ${n}` },
    })
  }
  return session_id
}

const messagesOf = ({ conversations }: ChatHistory) =>
  conversations.flatMap(({ messages }) => messages.map(({ message }) => message))

/** What was said, over HTTP, wherever it is kept. */
export function keepsHistoryContract(bed: () => ChatBed): void {
  const read = async ({ token }: TestUser, query = '') =>
    chatHistory.parse((await bed().server.call(`GET /chat/history${query}`, { token })).data)

  pagesHistory(bed, read)
  forgetsAndRates(bed, read)
  knowsIdsInCapitals(bed, read)
  belongsToOnePerson(bed)
}

type Read = (user: TestUser, query?: string) => Promise<ChatHistory>

function pagesHistory(bed: () => ChatBed, read: Read): void {
  test('a page ends at a place, and the next one begins behind it, of one conversation and of all', async () => {
    const user = await bed().server.signUp()
    const [first, second] = [await keepTurns(bed(), user.userId, 2), await keepTurns(bed(), user.userId, 3)]

    for (const [query, all] of [
      [`?session_id=${second}`, 6],
      ['?', 10],
    ] as const) {
      const pages: ChatHistory[] = []
      for (let next: string | null = ''; next !== null; next = pages.at(-1)?.next ?? null)
        pages.push(await read(user, `${query}&limit=4${next === '' ? '' : `&after=${next}`}`))

      const messages = pages.flatMap(messagesOf)
      expect(messages).toHaveLength(all)
      expect(messages.slice(0, 2)).toEqual(['Answer 2', 'Question 2'])
      expect(pages.map(({ total }) => total)).toEqual(pages.map((_, n) => (n === 0 ? 2 : null)))
    }
    expect((await read(user, '?limit=100')).conversations.map(({ session_id }) => session_id).toSorted()).toEqual(
      [first, second].toSorted(),
    )
  })

  test('the reference’s offset passes over as many of the newest', async () => {
    const user = await bed().server.signUp()
    await keepTurns(bed(), user.userId, 3)

    expect(messagesOf(await read(user, '?limit=2&offset=3'))).toEqual(['Question 1', 'Answer 0'])
    expect(messagesOf(await read(user, '?offset=50'))).toEqual([])
  })

  test('a place that is none is refused, and one of somebody else leads to one’s own messages', async () => {
    const [user, other] = [await bed().server.signUp(), await bed().server.signUp()]
    await keepTurns(bed(), user.userId, 2)
    await keepTurns(bed(), other.userId, 2)
    const { next } = await read(other, '?limit=1')

    // Of the last moment that JavaScript knows, which no database has.
    const noTime = Buffer.from(JSON.stringify([8.64e15, newId(), newId()])).toString('base64url')
    for (const after of ['W10', noTime]) {
      const refused = await bed().server.call(`GET /chat/history?after=${after}`, { token: user.token })
      expect([refused.status, refused.error?.details.field]).toEqual([404, 'after'])
    }
    expect(messagesOf(await read(user, `?after=${next}`)).every((message) => message.length > 0)).toBe(true)
    expect((await read(user, `?after=${next}`)).conversations.length).toBeLessThan(2)
  })
}

function forgetsAndRates(bed: () => ChatBed, read: Read): void {
  const list = async ({ token }: TestUser, query = '') =>
    conversationList.parse((await bed().server.call(`GET /chat/conversations${query}`, { token })).data)

  test('conversations are listed with what they are about, the latest first', async () => {
    const user = await bed().server.signUp()
    const [shorter, longer] = [await keepTurns(bed(), user.userId, 1), await keepTurns(bed(), user.userId, 3)]

    const first = await list(user, '?limit=1')
    const second = await list(user, `?limit=1&after=${first.next}`)

    expect([first.total, second.total, second.next]).toEqual([2, 2, null])
    expect(first.items).toMatchObject([
      {
        session_id: longer,
        title: 'Question 0',
        last_message: 'Answer 2',
        message_count: 6,
        last_activity: '2026-03-01T10:02:00.001Z',
      },
    ])
    expect(second.items.map(({ session_id }) => session_id)).toEqual([shorter])
  })

  test('a deleted conversation is gone with its messages; others stay, and to others it never was', async () => {
    const [user, other] = [await bed().server.signUp(), await bed().server.signUp()]
    const [gone, kept] = [await keepTurns(bed(), user.userId, 2), await keepTurns(bed(), user.userId, 1)]
    const remove = ({ token }: TestUser) => bed().server.call(`DELETE /chat/conversations/${gone}`, { token })

    expect((await remove(other)).error?.code).toBe('NOT_FOUND')
    expect((await remove(user)).status).toBe(200)

    expect((await remove(user)).error?.code).toBe('NOT_FOUND')
    expect((await list(user)).items.map(({ session_id }) => session_id)).toEqual([kept])
    expect(messagesOf(await read(user))).toEqual(['Answer 0', 'Question 0'])
  })

  test('whether an answer helped is kept with it, by its owner only', async () => {
    const [user, other] = [await bed().server.signUp(), await bed().server.signUp()]
    const session_id = await keepTurns(bed(), user.userId, 1)
    const [answer] = (await read(user)).conversations[0]?.messages ?? []
    const rate = ({ token }: TestUser, body: object) =>
      bed().server.call(`PUT /chat/history/${answer?.message_id}/feedback`, { token, body })
    const body = { session_id, timestamp: answer?.timestamp, score: 1 }

    expect((await rate(other, body)).error?.code).toBe('NOT_FOUND')
    expect((await rate(user, { ...body, timestamp: '2026-03-01T10:00:00.007Z' })).error?.code).toBe('NOT_FOUND')
    expect((await rate(user, { ...body, score: 2 })).status).toBe(422)
    expect((await rate(user, { ...body, timestamp: '0000-01-01T00:00:00Z' })).status).toBe(422)
    expect((await rate(user, body)).status).toBe(200)

    const scores = (await read(user)).conversations[0]?.messages.map(({ feedback_score }) => feedback_score)
    expect(scores).toEqual([1, null] satisfies HistoryMessage['feedback_score'][])
  })
}

function knowsIdsInCapitals(bed: () => ChatBed, read: Read): void {
  test('a conversation named in capitals is read, rated, goes on behind a place, and is deleted', async () => {
    const user = await bed().server.signUp()
    const { token } = user
    const session_id = await keepTurns(bed(), user.userId, 2)
    const [answer] = (await read(user)).conversations[0]?.messages ?? []
    const capitals = session_id.toUpperCase()

    const { next } = await read(user, `?session_id=${capitals}&limit=2`)
    const place = Buffer.from(
      Buffer.from(next ?? '', 'base64url')
        .toString()
        .toUpperCase(),
    ).toString('base64url')
    const rest = await read(user, `?session_id=${capitals}&after=${place}`)
    const rated = await bed().server.call(`PUT /chat/history/${answer?.message_id.toUpperCase()}/feedback`, {
      ...{ token, body: { session_id: capitals, timestamp: answer?.timestamp, score: 1 } },
    })
    const deleted = await bed().server.call(`DELETE /chat/conversations/${capitals}`, { token })

    expect(messagesOf(rest)).toEqual(['Answer 0', 'Question 0'])
    expect([rated.status, deleted.status]).toEqual([200, 200])
    expect((await read(user)).conversations).toEqual([])
  })

  test('the same message, sent again with the same ids in capitals, gets its answer and no conflict', async () => {
    const { server, stores } = bed()
    const user = await server.signUp()
    const wanted = { userId: user.userId, message: 'Question', sessionId: newId(), messageId: newId() }
    const deps = { store: server.store, now: () => start }
    const turn = await claimTurn(deps, wanted)
    const said = { at: start, text: 'Answer', model: null, isEmbedded: false, responseTimeMs: 1, sources: [] }
    const told = { status: 'complete', documents: 'none', prompt_tokens: 1, completion_tokens: 1 } as const
    await stores.history.add(answerRow(turn, { ...said, ...told }))
    await endTurn(deps, turn)
    const ids = { session_id: wanted.sessionId.toUpperCase(), message_id: wanted.messageId.toUpperCase() }

    const { data, error } = await server.call('POST /chat/message', {
      ...{ token: user.token, body: { message: wanted.message, ...ids } },
    })

    expect(error).toBeUndefined()
    expect(data).toMatchObject({ answer: 'Answer', session_id: wanted.sessionId, message_id: wanted.messageId })
  })
}

function belongsToOnePerson(bed: () => ChatBed): void {
  test('the export has what was said, of nobody else, and with the account it is gone', async () => {
    const { server, stores } = bed()
    const [user, other] = [await server.signUp(), await server.signUp()]
    const [own, theirs] = [await keepTurns(bed(), user.userId, 2), await keepTurns(bed(), other.userId, 1)]
    const { token } = user

    const { task_id } = taskStarted.parse((await server.call('POST /users/me/export', { token })).data)
    await server.jobs.runDue()
    const { text } = await server.call(`GET /tasks/${task_id}`, { token })
    await server.call('DELETE /users/me', { token, body: { current_password: user.password } })
    await server.jobs.runDue()

    for (const part of ['Question 1', 'Answer 0', 'conversations_metadata', own]) expect(text).toContain(part)
    expect(text).not.toContain(theirs)
    const finished = sql`SELECT finished_at IS NOT NULL AS is_finished FROM erasures WHERE user_id = ${user.userId}`
    expect(await server.store.query(finished, z.unknown())).toEqual([{ is_finished: true }])
    const left = async ({ userId }: TestUser) => [
      (await stores.history.readUser(userId, { limit: 100 })).messages.length,
      await stores.conversations.count(userId),
    ]
    expect([await left(user), await left(other)]).toEqual([
      [0, 0],
      [2, 1],
    ])
  })
}
