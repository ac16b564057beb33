import { expect, test } from 'vitest'
import {
  type ConversationKey,
  type ConversationPage,
  type ConversationPlace,
  type ConversationStore,
  keptSentiments,
  type Turn,
} from '../../../server/stores/conversation-store.ts'
import { newId } from '../../../src-shared/ids.ts'

const start = Date.parse('2026-02-28T23:59:59.123Z')
const at = (ms: number): Date => new Date(start + ms)

const turn = (key: ConversationKey, given: Partial<Turn> = {}): Turn => ({
  ...{ turn_id: newId(), at: at(0), messages: 2, topics: [], subscription_plan: 'free' },
  ...{ title: 'A title', last_message: 'What was said' },
  ...{ ...key, ...given },
})

const newKey = (): ConversationKey => ({ user_id: newId(), session_id: newId() })

/** What is known of conversations, wherever it is kept. */
export function keepsConversationContract(conversations: () => ConversationStore): void {
  countsTurns(conversations)
  countsTurnsAtOnce(conversations)
  pagesConversations(conversations)
  deletesConversations(conversations)
}

function countsTurns(conversations: () => ConversationStore): void {
  test('a conversation begins with its first turn and goes on with the next, also when a late one is told last', async () => {
    const key = newKey()

    await conversations().addTurn(turn(key, { at: at(1), topics: ['law', 'Ω.$'], sentiment_score: -0.5, title: 'The first' }))
    await conversations().addTurn(turn(key, { at: at(9), topics: ['law', 'tax'], subscription_plan: 'pro', last_message: 'Ω.$' }))
    await conversations().addTurn(turn(key, { at: at(5), messages: 1, sentiment_score: 0.1 + 0.2, last_message: 'Said before' }))

    expect((await conversations().list(key.user_id, { limit: 10 })).conversations).toEqual([
      {
        ...{ ...key, started_at: at(1), last_activity: at(9), message_count: 5, topics: ['law', 'Ω.$', 'tax'] },
        ...{ sentiment_scores: [-0.5, 0.1 + 0.2], subscription_plan: 'pro', title: 'The first', last_message: 'Ω.$' },
      },
    ])
  })

  test('the same turn again is counted once', async () => {
    const key = newKey()
    const [first, second] = [turn(key, { sentiment_score: 1 }), turn(key, { sentiment_score: 0 })]

    for (const each of [first, first, second, second]) await conversations().addTurn(each)

    const { conversations: found } = await conversations().list(key.user_id, { limit: 10 })
    expect(found).toMatchObject([{ message_count: 4, sentiment_scores: [1, 0] }])
  })

  test('a turn whose acknowledgement was lost is counted once, also when it is told again after others', async () => {
    const key = newKey()
    const turns = Array.from({ length: 20 }, (_, n) => turn(key, { at: at(n), last_message: `message ${n}` }))
    for (const each of turns) await conversations().addTurn(each)

    for (const each of turns.toReversed()) await conversations().addTurn(each)

    const { conversations: found } = await conversations().list(key.user_id, { limit: 10 })
    expect(found).toMatchObject([{ message_count: 40, last_activity: at(19), last_message: 'message 19' }])
  })

  test('of the sentiments the last are kept', async () => {
    const key = newKey()
    const scores = Array.from({ length: keptSentiments + 3 }, (_, n) => n / 1000)

    for (const sentiment_score of scores) await conversations().addTurn(turn(key, { sentiment_score }))

    const [found] = (await conversations().list(key.user_id, { limit: 1 })).conversations
    expect(found?.sentiment_scores).toEqual(scores.slice(-keptSentiments))
  })
}

function countsTurnsAtOnce(conversations: () => ConversationStore): void {
  test('ten turns that begin a conversation at once make one, and each is counted', async () => {
    const key = newKey()

    const turns = Array.from({ length: 10 }, (_, n) => turn(key, { at: at(n), topics: [`t${n}`], last_message: `message ${n}` }))

    await Promise.all(turns.map((each) => conversations().addTurn(each)))

    const { conversations: found } = await conversations().list(key.user_id, { limit: 10 })
    expect([found.length, found[0]?.message_count, found[0]?.topics.length]).toEqual([1, 20, 10])
    expect(found[0]?.last_activity).toEqual(at(9))
    expect(found[0]?.last_message).toBe('message 9')
  })
}

function pagesConversations(conversations: () => ConversationStore): void {
  test('pages follow each other by the latest turn, without a gap or a repetition, and those of the user alone are counted', async () => {
    const user_id = newId()
    const turns = Array.from({ length: 8 }, (_, n) => turn({ user_id, session_id: newId() }, { at: at(Math.floor(n / 3)) }))
    await Promise.all([...turns, turn(newKey())].map((each) => conversations().addTurn(each)))
    const latestFirst = turns
      .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.session_id < b.session_id ? 1 : -1))
      .map(({ session_id }) => session_id)

    const pages = await follow((after) => conversations().list(user_id, { limit: 3, after }))

    expect(pages.map((page) => page.conversations.length)).toEqual([3, 3, 2])
    expect(pages.flatMap((page) => page.conversations.map(({ session_id }) => session_id))).toEqual(latestFirst)
    expect(await conversations().list(newId(), { limit: 3 })).toEqual({ conversations: [], next: undefined })
    expect([await conversations().count(user_id), await conversations().count(newId())]).toEqual([8, 0])
  })
}

async function follow(read: (after: ConversationPlace | undefined) => Promise<ConversationPage>): Promise<ConversationPage[]> {
  const pages = [await read(undefined)]
  for (let after = pages[0]?.next; after !== undefined; after = pages.at(-1)?.next) pages.push(await read(after))
  return pages
}

function deletesConversations(conversations: () => ConversationStore): void {
  test('a deleted conversation is gone, once; others stay, also another user’s of the same id', async () => {
    const key = newKey()
    const [kept, theirs] = [
      { ...key, session_id: newId() },
      { ...key, user_id: newId() },
    ]
    for (const each of [key, kept, theirs]) await conversations().addTurn(turn(each))

    const deleted = [await conversations().delete(key), await conversations().delete(key)]

    expect(deleted).toEqual([true, false])
    const left = async ({ user_id }: ConversationKey) =>
      (await conversations().list(user_id, { limit: 10 })).conversations.map(({ session_id }) => session_id)
    expect([await left(key), await left(theirs)]).toEqual([[kept.session_id], [theirs.session_id]])
  })

  test('of a deleted user nothing is left; of others everything', async () => {
    const [key, theirs] = [newKey(), newKey()]
    for (const each of [key, { ...key, session_id: newId() }, theirs]) await conversations().addTurn(turn(each))

    await conversations().deleteUser(key.user_id)
    await conversations().deleteUser(key.user_id)

    expect(await conversations().count(key.user_id)).toBe(0)
    expect(await conversations().count(theirs.user_id)).toBe(1)
  })
}
