import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerRow } from '../../../server/chat/chat-rows.ts'
import { claimTurn, noteReservation } from '../../../server/chat/turns.ts'
import { sql } from '../../../server/stores/sql.ts'
import { type ChatAnswer, chatAnswer, chatHistory, conversationList } from '../../../src-shared/api/chat.ts'
import { reservation } from '../../../src-shared/api/usage.ts'
import { newId } from '../../../src-shared/ids.ts'
import { lapseClaims } from '../../helpers/server/lapse-claims.ts'
import type { TestUser } from '../../helpers/server/open-test-server.ts'
import { readEvents, textOf } from '../../helpers/server/read-events.ts'
import type { ChatBed } from './history-contract.ts'

const message = 'What can you do?'

/** Answers over HTTP with a real model, wherever they are kept. */
export function answersContract(bed: () => ChatBed): void {
  const steps = createSteps(bed)
  answersOnce(bed, steps)
  belongsToItsSender(bed, steps)
  countsFairly(bed, steps)
  goesOnAfterCrash(bed, steps)
  returnsAfterCrash(bed, steps)
}

type Steps = ReturnType<typeof createSteps>

function createSteps(bed: () => ChatBed) {
  const call = (route: `${string} /${string}`, { token }: TestUser, body?: object) =>
    bed().server.call(route, { token, ...(body && { body }) })
  return {
    send: (user: TestUser, body: object) => call('POST /chat/message', user, { use_rag: false, ...body }),
    async answer(user: TestUser, body: object): Promise<ChatAnswer> {
      const { data, text } = await call('POST /chat/message', user, { use_rag: false, ...body })
      return chatAnswer.parse(data, { error: () => text })
    },
    async said(user: TestUser, session: string) {
      const { data } = await call(`GET /chat/history?session_id=${session}`, user)
      return chatHistory
        .parse(data)
        .conversations.flatMap(({ messages }) => messages)
        .toReversed()
    },
    listed: async (user: TestUser) => conversationList.parse((await call('GET /chat/conversations', user)).data).items,
    async quota({ userId }: TestUser) {
      const counts = sql`SELECT used, reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`
      const ledger = sql`SELECT count(*)::int AS entries FROM usage_ledger WHERE user_id = ${userId}`
      const [held] = await bed().server.store.query(counts, z.object({ used: z.int(), reserved: z.int() }))
      const [kept] = await bed().server.store.query(ledger, z.object({ entries: z.int() }))
      return { ...held, ...kept }
    },
  }
}

function answersOnce(bed: () => ChatBed, { answer, said, listed, quota }: Steps): void {
  test('a message is answered, kept with its answer, listed and counted once', async () => {
    const user = await bed().server.signUp()

    const given = await answer(user, { message })

    expect(given).toMatchObject({ status: 'complete', documents: 'not_asked', sources: [], model: 'demo' })
    expect(given.usage).toMatchObject({ quota: { current_usage: 1, remaining: 999 } })
    expect(given.usage.completion_tokens).toBeGreaterThan(0)
    expect(await said(user, given.session_id)).toMatchObject([
      { actor: 'user', message, message_id: given.message_id, status: null },
      { actor: 'assistant', message: given.answer, message_id: given.answer_id, status: 'complete', model_used: 'demo' },
    ])
    expect(await listed(user)).toMatchObject([{ session_id: given.session_id, title: message, message_count: 2 }])
    expect(await quota(user)).toEqual({ used: 1, reserved: 0, entries: 1 })
  })

  test('as events the same comes piece by piece', async () => {
    const { token } = await bed().server.signUp()
    const headers = { accept: 'text/event-stream' }

    const {
      status,
      headers: answered,
      text,
    } = await bed().server.call('POST /chat/message', { token, headers, body: { message } })

    const events = readEvents(text)
    const last = events.at(-1)
    expect([status, answered['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(events[0]?.event).toBe('started')
    expect(last?.event).toBe('done')
    expect(last?.event === 'done' && last.data.answer).toBe(textOf(events))
  })

  test('a conversation goes on: what was said before is in the prompt, and is not another conversation', async () => {
    const user = await bed().server.signUp()
    const first = await answer(user, { message })
    bed().server.clock.at += 1000

    const second = await answer(user, { message, session_id: first.session_id })

    expect(second.session_id).toBe(first.session_id)
    expect(second.usage.prompt_tokens).toBeGreaterThan(first.usage.prompt_tokens + first.usage.completion_tokens)
    expect((await said(user, first.session_id)).map(({ actor }) => actor)).toEqual(['user', 'assistant', 'user', 'assistant'])
    expect(await listed(user)).toMatchObject([{ message_count: 4 }])
  })
}

function belongsToItsSender(bed: () => ChatBed, { send, answer, said, quota }: Steps): void {
  test('the session of somebody else is a new one of one’s own', async () => {
    const [user, other] = [await bed().server.signUp(), await bed().server.signUp()]
    const { session_id } = await answer(user, { message })

    const theirs = await answer(other, { message, session_id })

    expect(await said(other, session_id)).toHaveLength(2)
    expect(await said(user, session_id)).toHaveLength(2)
    expect(theirs.answer_id).not.toBe((await said(user, session_id))[1]?.message_id)
  })

  test('sent again under its id it has the same answer and is counted once; another text under that id is refused', async () => {
    const [user, other] = [await bed().server.signUp(), await bed().server.signUp()]
    const message_id = newId()
    const first = await answer(user, { message, message_id })

    const again = await answer(user, { message, message_id })
    const refused = await send(user, { message: 'Something else', message_id })
    const elsewhere = await send(user, { message, message_id, session_id: newId() })

    expect(again).toMatchObject({ answer_id: first.answer_id, answer: first.answer, session_id: first.session_id })
    expect([refused, elsewhere].map(({ error }) => error)).toMatchObject([
      { code: 'MESSAGE_CONFLICT', details: { message_id } },
      { code: 'MESSAGE_CONFLICT' },
    ])
    expect(await said(user, first.session_id)).toHaveLength(2)
    expect(await quota(user)).toEqual({ used: 1, reserved: 0, entries: 1 })
    expect((await answer(other, { message, message_id })).answer_id).not.toBe(first.answer_id)
  })
}

function countsFairly(bed: () => ChatBed, { send, answer, said, quota }: Steps): void {
  test('a quota that is used up refuses with what was used, and the same message is answered once there is room', async () => {
    const user = await bed().server.signUp()
    const { session_id } = await answer(user, { message })
    const { store } = bed().server
    await store.run(sql`UPDATE quotas SET used = max_allowed WHERE user_id = ${user.userId} AND resource_type = 'messages'`)
    const message_id = newId()

    const { status, error } = await send(user, { message, message_id, session_id })

    expect([status, error]).toMatchObject([429, { code: 'QUOTA_EXCEEDED', details: { current_usage: 1000, limit: 1000 } }])
    expect(await said(user, session_id)).toHaveLength(2)
    await store.run(sql`UPDATE quotas SET used = 1 WHERE user_id = ${user.userId} AND resource_type = 'messages'`)
    expect((await answer(user, { message, message_id, session_id })).message_id).toBe(message_id)
    expect(await quota(user)).toEqual({ used: 2, reserved: 0, entries: 2 })
  })

  test('what the model cannot hold costs nothing', async () => {
    const user = await bed().server.signUp()

    const { status, error } = await send(user, { message: 'word '.repeat(6000) })

    expect([status, error?.code]).toEqual([422, 'MESSAGE_TOO_LONG'])
    const body = { message: 'word '.repeat(6000), use_rag: false }
    const headers = { accept: 'text/event-stream' }
    const { text } = await bed().server.call('POST /chat/message', { token: user.token, headers, body })
    expect(readEvents(text).at(-1)).toMatchObject({ event: 'failed', data: { error: { code: 'MESSAGE_TOO_LONG' } } })
    expect(await quota(user)).toEqual({ used: 0, reserved: 0, entries: 0 })
  })

  test('of one user three at once are too many, and the third costs nothing', async () => {
    const user = await bed().server.signUp()

    const answers = await Promise.all([1, 2, 3].map(() => send(user, { message })))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429])
    expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('5')
    expect(await quota(user)).toEqual({ used: 2, reserved: 0, entries: 2 })
  })
}

/** As a process leaves it that dies after it has held the quota. */
async function leaveBehind({ server }: ChatBed, user: TestUser) {
  const deps = { store: server.store, now: () => server.clock.at }
  const messageId = newId()
  const turn = await claimTurn(deps, { userId: user.userId, message, sessionId: undefined, messageId })
  const body = { resource_type: 'messages', quantity: 1 }
  const held = reservation.parse((await server.call('POST /usage/reservations', { token: user.token, body })).data)
  await noteReservation(deps, turn, held.reservation_id)
  return turn
}

function goesOnAfterCrash(bed: () => ChatBed, { answer, said, listed, quota }: Steps): void {
  test('a message whose process died before the answer is refused for a minute, then answered and counted once', async () => {
    const user = await bed().server.signUp()
    const { message_id, session_id } = await leaveBehind(bed(), user)
    const body = { message, message_id, use_rag: false }
    const early = await bed().server.call('POST /chat/message', { token: user.token, body })

    await lapseClaims(bed().server.store, user.userId)
    const given = await answer(user, { message, message_id })

    expect([early.status, early.error?.code]).toEqual([409, 'MESSAGE_IN_PROGRESS'])
    expect(given.session_id).toBe(session_id)
    expect(await said(user, session_id)).toHaveLength(2)
    expect(await quota(user)).toEqual({ used: 1, reserved: 0, entries: 1 })
  })

  test('one whose answer was kept but not counted is counted, listed and told, not written again', async () => {
    const user = await bed().server.signUp()
    const turn = await leaveBehind(bed(), user)
    const kept = { text: 'Kept before the crash', status: 'complete', documents: 'none', model: 'demo' } as const
    const figures = {
      sources: [],
      at: bed().server.clock.at,
      prompt_tokens: 3,
      completion_tokens: 4,
      responseTimeMs: 5,
      isEmbedded: false,
    }
    await bed().stores.history.add(answerRow(turn, { ...kept, ...figures }))

    await lapseClaims(bed().server.store, user.userId)
    const given = await answer(user, { message, message_id: turn.message_id })

    expect(given).toMatchObject({ answer: 'Kept before the crash', answer_id: turn.answer_id })
    expect(await listed(user)).toMatchObject([{ title: message, message_count: 2, last_message: 'Kept before the crash' }])
    expect(await quota(user)).toEqual({ used: 1, reserved: 0, entries: 1 })
  })
}

function returnsAfterCrash(bed: () => ChatBed, { send, answer, quota }: Steps): void {
  test('one whose process died so long ago that nothing is held for it any more is admitted anew', async () => {
    const user = await bed().server.signUp()
    const { message_id } = await leaveBehind(bed(), user)
    const { store, clock } = bed().server
    const used = (units: number) =>
      store.run(sql`UPDATE quotas SET used = ${units} WHERE user_id = ${user.userId} AND resource_type = 'messages'`)
    clock.at += 16 * 60_000
    await used(999)
    await answer(user, { message })

    await lapseClaims(store, user.userId)
    const { status, error } = await send(user, { message, message_id })

    expect([status, error?.code]).toEqual([429, 'QUOTA_EXCEEDED'])
    await used(998)
    expect((await answer(user, { message, message_id })).message_id).toBe(message_id)
    expect(await quota(user)).toEqual({ used: 999, reserved: 0, entries: 2 })
  })

  test('what nobody sends again returns to the quota by itself', async () => {
    const user = await bed().server.signUp()
    await leaveBehind(bed(), user)
    expect(await quota(user)).toMatchObject({ used: 0, reserved: 1 })

    bed().server.clock.at += 16 * 60_000
    await bed().server.call('GET /billing/quota/messages', { token: await bed().server.tokenFor(user.userId) })

    expect(await quota(user)).toMatchObject({ used: 0, reserved: 0 })
  })
}
