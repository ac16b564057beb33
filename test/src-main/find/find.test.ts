import { expect, test } from 'vitest'
import { changeConversation, eraseConversation, insertConversation } from '../../../src-main/chat/conversations.ts'
import { removeMessage, restoreMessage } from '../../../src-main/chat/message-tree.ts'
import { insertMessage, updateMessage } from '../../../src-main/chat/messages.ts'
import { assignTags, insertTag } from '../../../src-main/chat/tags.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { createFindHandlers } from '../../../src-main/find/find-handlers.ts'
import { type FindAnswer, findQuery } from '../../../src-shared/desktop/find.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

interface Chat {
  readonly db: Db
  readonly id: string
  find(query: string, more?: object): Promise<FindAnswer>
  /** Ids of messages found. */
  ids(query: string, more?: object): Promise<string[]>
  add(text: string, fields?: object): string
}

function openChat(title = 'Boat trip'): Chat & Disposable {
  const db = openTestDb()
  const id = db.transact((tx) => insertConversation(tx, conversationWith({ title }))).id
  const handlers = createFindHandlers({ db })
  const find = async (query: string, more = {}) => await handlers.everything(findQuery.parse({ query, ...more }), signal)
  return {
    db,
    id,
    find,
    ids: async (query, more) => (await find(query, more)).messages.items.map((hit) => hit.id),
    add: (text, fields) => db.transact((tx) => insertMessage(tx, messageWith({ conversation_id: id, text, ...fields }))).id,
    [Symbol.dispose]: () => db[Symbol.dispose](),
  }
}

// й and ё stay what they are in the index; without their marks they were found nowhere.
test.each(['чайник', 'ёлка', 'Ёлк'])('a message is found by a word with a letter that only looks accented: %s', async (word) => {
  using chat = openChat()
  const id = chat.add('Чайник и ёлка')

  expect(await chat.ids(word)).toEqual([id])
})

test('a message of a branch that is not shown is found, with the number of its version', async () => {
  using chat = openChat()
  const first = chat.add('Where does the ferry stop?', { created_at: 1 })
  const second = chat.add('Where does the night ferry stop?', { created_at: 2 })
  chat.db.transact((tx) => changeConversation(tx, chat.id, { selected_leaf_id: second }))

  const { messages } = await chat.find('ferry stop')

  expect(messages.items.map(({ id, version }) => [id, version])).toEqual([
    [second, { number: 2, of: 2 }],
    [first, { number: 1, of: 2 }],
  ])
})

test.each([
  ['every word has to be there, in any order', 'pump warranty', 'The warranty of the pump', 'The warranty alone'],
  ['the last word may go on', 'warr', 'The warranty', 'The war'],
  ['a word before the last is whole', 'pump dry ', 'The pump ran dry', 'A pump, drying'],
  ['case and accents do not matter', 'ENTRE cafe', 'entre le café et le bar', 'entre le thé'],
  ['a phrase stands together', '"run dry"', 'It has run dry', 'It ran; dry it'],
  ['a phrase that is being typed is found by what there is of it', '"has run d', 'It has run dry', 'It ran; has'],
  ['a phrase in which a word comes again stands together', '"the end of the day"', 'At the end of the day', 'The day of the end'],
  ['so does one that is being typed', '"the end of the d', 'At the end of the day', 'The day of the end of'],
  ['a name with a hyphen stands together', 'K-200', 'The K-200 pump', 'K was here 200 times'],
  ['two Chinese characters', '保修', '水泵的保修期是两年', '水泵是蓝色的'],
  ['a Chinese word at the very end', '保修', '没有保修', '没有修保'],
  ['one Chinese character', '泵', '水泵', '水'],
  ['more than three characters in a row', '保修期是', '水泵的保修期是两年', '保修期两年，期是修期是'],
  ['Latin and Chinese in one', 'K-200保修', 'K-200的保修期', 'K-200 pump'],
  ['Thai has no spaces', 'ประกัน', 'การรับประกันปั๊มน้ำ', 'ปั๊มน้ำ'],
  ['Korean inside a longer word', '보증', '펌프보증기간', '펌프'],
  ['signs of the index are words like others', 'NEAR (pump OR', 'near the pump or the valve', 'near the pump'],
])('%s', async (...[, query, wanted, other]) => {
  using chat = openChat('x')
  const id = chat.add(wanted)
  chat.add(other)

  expect(await chat.ids(query)).toEqual([id])
})

test.each(['', '   ', '"', '?!', '*', '-', '""'])('of %j nothing is found, and nothing fails', async (query) => {
  using chat = openChat()
  chat.add('Anything')

  expect((await chat.find(query)).messages).toEqual({ items: [], total: 0, is_capped: false })
})

test('what is being written is found when it ends, with what it then says', async () => {
  using chat = openChat()
  const id = chat.add('', { role: 'assistant', status: 'writing' })
  chat.db.transact((tx) => updateMessage(tx, id, { text: 'The ferry' }))
  expect(await chat.ids('ferry')).toEqual([])

  chat.db.transact((tx) => updateMessage(tx, id, { text: 'The ferry leaves', status: 'complete' }))

  expect(await chat.ids('leaves')).toEqual([id])
})

test('an answer that is continued is found by its new words only once it ended again, and only once', async () => {
  using chat = openChat()
  const id = chat.add('It leaves', { role: 'assistant', status: 'stopped' })
  chat.db.transact((tx) => updateMessage(tx, id, { status: 'writing', text: 'It leaves at nine' }))
  expect(await chat.ids('nine')).toEqual([])

  chat.db.transact((tx) => updateMessage(tx, id, { status: 'complete', text: 'It leaves at ten' }))

  expect(await chat.ids('nine')).toEqual([])
  expect(await chat.ids('ten leaves')).toEqual([id])
  expect(chat.db.prepare('SELECT count(*) FROM message_words_docsize').pluck().get()).toBe(1)
})

test('a removed message is not found, and found again when it is brought back', async () => {
  using chat = openChat()
  const id = chat.add('水泵 ferry')
  chat.db.transact((tx) => removeMessage(tx, id, 2))
  expect(await chat.ids('ferry')).toEqual([])
  expect(await chat.ids('水泵')).toEqual([])

  chat.db.transact((tx) => restoreMessage(tx, id, 3))

  expect(await chat.ids('ferry')).toEqual([id])
  expect(await chat.ids('水泵')).toEqual([id])
})

test('a chat in the trash is found only when the trash is asked for, an archived one always', async () => {
  using chat = openChat('Boat trip')
  const id = chat.add('The ferry')
  chat.db.transact((tx) => changeConversation(tx, chat.id, { archived: true }))
  expect((await chat.find('boat ferry')).conversations.items).toEqual([])
  expect((await chat.find('ferry')).messages.items).toMatchObject([{ id, archived: true, in_trash: false }])

  chat.db.transact((tx) => changeConversation(tx, chat.id, { deleted_at: 5 }))

  expect(await chat.ids('ferry')).toEqual([])
  expect((await chat.find('boat')).conversations.total).toBe(0)
  expect(await chat.ids('ferry', { filters: { view: 'trash' } })).toEqual([id])
  expect((await chat.find('boat', { filters: { view: 'trash' } })).conversations.items).toMatchObject([{ in_trash: true }])
})

test('an erased chat leaves nothing in the index', async () => {
  using chat = openChat()
  chat.add('The ferry 水泵')

  chat.db.transact((tx) => eraseConversation(tx, conversationWith({ id: chat.id }), 2))

  expect(chat.db.prepare('SELECT count(*) FROM message_words_docsize').pluck().get()).toBe(0)
  expect(chat.db.prepare('SELECT count(*) FROM message_trigrams_docsize').pluck().get()).toBe(0)
})

test('a title is found by the beginning of a word, newest first, and says what to mark', async () => {
  using chat = openChat('Warranty of the pump')
  const newer = chat.db.transact((tx) => insertConversation(tx, conversationWith({ title: 'Pump: a Wärranty', updated_at: 9 })))

  const { conversations } = await chat.find('pump warr')

  expect(conversations.items.map(({ id }) => id)).toEqual([newer.id, chat.id])
  expect(conversations.items[1]?.title).toEqual({
    text: 'Warranty of the pump',
    marks: [
      [0, 8],
      [16, 20],
    ],
  })
})

test('filters narrow: role, folder, tag and time', async () => {
  using chat = openChat()
  const question = chat.add('ferry', { created_at: 100 })
  const answer = chat.add('ferry', { role: 'assistant', created_at: 200 })
  const tag = newId()
  chat.db.transact((tx) => {
    insertTag(tx, { id: tag, name: 'Sea', updated_at: 1 })
    assignTags(tx, { conversationId: chat.id, tagIds: [tag], at: 1 })
  })

  const found = async (filters: object) => (await chat.ids('ferry', { filters })).toSorted()

  expect(await found({ role: 'assistant' })).toEqual([answer])
  expect(await found({ from: 150 })).toEqual([answer])
  expect(await found({ to: 200 })).toEqual([question])
  expect(await found({ tag_id: tag })).toEqual([question, answer].toSorted())
  expect(await found({ tag_id: newId() })).toEqual([])
  expect(await found({ folder_id: newId() })).toEqual([])
  expect(await found({ collection_id: newId() })).toEqual([question, answer].toSorted())
})

test('pages follow each other without a gap, and more than a thousand are not counted', async () => {
  using chat = openChat()
  chat.db.transact(() => Array.from({ length: 1100 }, (_, n) => chat.add(`ferry ${n}`, { created_at: n })))

  const first = await chat.find('ferry', { limit: 60 })
  const second = await chat.find('ferry', { limit: 60, offset: 60 })

  expect(first.messages).toMatchObject({ total: 1000, is_capped: true })
  expect([...first.messages.items, ...second.messages.items].map(({ created_at }) => created_at)).toEqual(
    Array.from({ length: 120 }, (_, n) => 1099 - n),
  )
})

test('filters that leave only old messages find them behind thousands of newer ones', async () => {
  using chat = openChat()
  const old = chat.add('the ferry', { role: 'assistant' })
  chat.db.transact(() => Array.from({ length: 3000 }, () => chat.add('the boat')))

  expect(await chat.ids('the', { filters: { role: 'assistant' } })).toEqual([old])
})

test('the words around a hit are shown without the signs of Markdown, and exactly the words are marked', async () => {
  using chat = openChat()
  chat.add(
    `${'Long before that. '.repeat(30)}\n\n## Cover\n- the **warranty** ends once it ran *dry* [1]. ${'And on. '.repeat(40)}`,
  )

  const { snippet } = (await chat.find('warranty dry')).messages.items[0] ?? {}

  expect(snippet?.text).toMatch(/^….*the warranty ends once it ran \*dry\*\. And on\..*…$/)
  expect(snippet?.marks.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['warranty', 'dry'])
})

test('an answer nobody waits for any more ends', async () => {
  using chat = openChat()
  chat.db.transact((tx) => {
    for (let n = 0; n < 20_000; n++) insertConversation(tx, conversationWith({ title: 'The one with the long title' }))
  })
  const gone = new AbortController()
  const handlers = createFindHandlers({ db: chat.db })

  const asked = handlers.everything(findQuery.parse({ query: 'nothing' }), gone.signal)
  gone.abort()

  await expect(asked).rejects.toThrow()
})
