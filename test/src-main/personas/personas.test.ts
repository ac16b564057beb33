import { expect, test } from 'vitest'
import { createConversationHandlers } from '../../../src-main/chat/conversation-handlers.ts'
import { findConversation, insertConversation } from '../../../src-main/chat/conversations.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { createPersonaHandlers } from '../../../src-main/personas/persona-handlers.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'
import { type PersonaInput, personaError } from '../../../src-shared/desktop/personas.ts'
import { conversationWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const signal = new AbortController().signal

function open() {
  const db = openTestDb()
  const told: Change[] = []
  db.watch((changes) => told.push(...changes))
  const personas = createPersonaHandlers({
    db,
    now: () => 7,
    tellConversation: (tx, id) => tx.tell({ table: 'conversations', id, row: findConversation(tx, id) ?? null }),
  })
  const conversations = createConversationHandlers({ db, now: () => 8, newId })
  return { db, told, personas, conversations, [Symbol.dispose]: () => db[Symbol.dispose]() }
}

const personaWith = (fields: Partial<PersonaInput> = {}): PersonaInput => ({
  id: newId(),
  name: 'Editor',
  icon: 'feather',
  system_prompt: 'Mend the words.',
  model_id: null,
  think: null,
  temperature: null,
  top_p: null,
  top_k: null,
  collection_ids: null,
  ...fields,
})

const journalOf = (db: Db): unknown[] => db.prepare('SELECT op, kind FROM journal ORDER BY n').raw().all()

test('a persona keeps every field, also what is false, zero or empty, and is journalled and told once', async () => {
  using kit = open()
  const persona = personaWith({ think: false, temperature: 0, top_k: 0, collection_ids: [] })

  const row = await kit.personas.put(persona, signal)

  expect(await kit.personas.list(undefined, signal)).toEqual([row])
  expect(row).toEqual({ ...persona, position: 0, created_at: 7, updated_at: 7 })
  expect(journalOf(kit.db)).toEqual([['put', 'persona']])
  expect(kit.told).toEqual([{ table: 'personas', id: row.id, row }])
})

test('a name is taken in any case of letters, but not by the persona that has it', async () => {
  using kit = open()
  const first = await kit.personas.put(personaWith(), signal)

  expect(() => kit.personas.put(personaWith({ name: 'EDITOR' }), signal)).toThrow(
    expect.objectContaining({ code: personaError.nameTaken }),
  )
  expect(await kit.personas.put(personaWith({ id: first.id, name: 'EDITOR' }), signal)).toMatchObject({
    name: 'EDITOR',
    position: 0,
  })
})

test('they are moved within their order', async () => {
  using kit = open()
  const names = ['A', 'B', 'C']
  for (const name of names) await kit.personas.put(personaWith({ name }), signal)
  const last = (await kit.personas.list(undefined, signal)).at(-1)

  await kit.personas.move({ id: last?.id ?? '', position: 0 }, signal)

  const moved = await kit.personas.list(undefined, signal)
  expect(moved.map(({ name, position }) => [name, position])).toEqual([
    ['C', 0],
    ['A', 1],
    ['B', 2],
  ])
})

test('removing one keeps its chats, which say that they have none; its words leave the journal', async () => {
  using kit = open()
  const { id } = await kit.personas.put(personaWith(), signal)
  const chat = conversationWith({ persona_id: id })
  kit.db.transact((tx) => insertConversation(tx, chat))
  kit.told.length = 0

  const { conversations } = await kit.personas.remove({ id }, signal)

  expect(conversations).toBe(1)
  expect(await kit.conversations.get({ id: chat.id }, signal)).toEqual({ ...chat, persona_id: null })
  expect(kit.told).toEqual([
    { table: 'personas', id, row: null },
    { table: 'conversations', id: chat.id, row: { ...chat, persona_id: null } },
  ])
  expect(kit.db.prepare("SELECT args FROM journal WHERE kind = 'persona'").pluck().all()).toEqual(['{}', '{}'])
})

test('a chat takes a persona that is there, and refuses one that is not', async () => {
  using kit = open()
  const { id } = await kit.personas.put(personaWith(), signal)
  const chat = await kit.conversations.create({ id: newId() }, signal)

  const changed = await kit.conversations.change({ id: chat.id, persona_id: id }, signal)

  expect(changed.persona_id).toBe(id)
  expect(() => kit.conversations.change({ id: chat.id, persona_id: newId() }, signal)).toThrow(
    expect.objectContaining({ code: personaError.unknown }),
  )
})
