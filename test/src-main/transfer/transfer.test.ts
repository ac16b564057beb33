import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { insertConversation, listConversations } from '../../../src-main/chat/conversations.ts'
import { listFolders, putFolder } from '../../../src-main/chat/folders.ts'
import { allMessages, insertMessage, updateMessage } from '../../../src-main/chat/messages.ts'
import { assignTags, insertTag, tagsOf } from '../../../src-main/chat/tags.ts'
import { composeTransfer } from '../../../src-main/core/compose-transfer.ts'
import type { Db } from '../../../src-main/db/database.ts'
import { listPersonas, putPersona } from '../../../src-main/personas/personas.ts'
import { type ImportReport, transfer, transferError } from '../../../src-shared/desktop/transfer.ts'
import { conversationWith, messageWith, newId } from '../../helpers/conversation-rows.ts'
import { openTestDb } from '../../helpers/test-db.ts'
import { serveFeatures } from '../../src-renderer/serve-features.ts'

function openTransfer() {
  const db = openTestDb()
  const handlers = { transfer: composeTransfer({ db, now: () => 9, newId }) }
  const { api } = serveFeatures({ transfer }, handlers)
  return { db, api: api.transfer }
}

type Opened = ReturnType<typeof openTransfer>

async function exported({ api }: Opened, format: 'hearth' | 'markdown' = 'hearth'): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for await (const part of api.export({ format })) if (part.kind === 'bytes') parts.push(part.bytes)
  return new Uint8Array(Buffer.concat(parts))
}

async function imported({ api }: Opened, content: Uint8Array<ArrayBuffer> | string): Promise<ImportReport> {
  // Bytes are handed over, and this file is used again.
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  for await (const part of api.import({ name: 'file', bytes })) if (part.kind === 'report') return part
  throw new Error('no report came')
}

/** A chat with two versions of an answer, in a folder, with a tag and a persona. */
function fill(db: Db) {
  const [folder, tag, persona] = [newId(), newId(), newId()]
  const chat = conversationWith({ title: 'Boat: trip?', folder_id: folder, persona_id: persona, pinned: true })
  const question = messageWith({ conversation_id: chat.id })
  const answer = (text: string, created_at: number) =>
    messageWith({ conversation_id: chat.id, parent_id: question.id, role: 'assistant', text, created_at })
  const [first, second] = [answer('At nine.', 2), answer('At ten.', 3)]
  db.transact((tx) => {
    putFolder(tx, { id: folder, name: 'Sea', position: 0, updated_at: 1 })
    insertTag(tx, { id: tag, name: 'Porto', updated_at: 1 })
    const rest = { model_id: 'gone', think: null, temperature: 0.2, top_p: null, top_k: null, collection_ids: [newId()] }
    putPersona(tx, { id: persona, name: 'Editor', icon: 'feather', system_prompt: 'Mend.', ...rest }, 1)
    insertConversation(tx, { ...chat, selected_leaf_id: null })
    for (const message of [question, first, second]) insertMessage(tx, message)
    assignTags(tx, { conversationId: chat.id, tagIds: [tag], at: 1 })
    tx.prepare('UPDATE conversations SET selected_leaf_id = ? WHERE id = ?').run(first.id, chat.id)
  })
  return { chat, question, first, second }
}

test('a library gives an empty data folder the same chats, branches, folders, tags and personas', async () => {
  const [here, there] = [openTransfer(), openTransfer()]
  const { chat, first } = fill(here.db)

  const report = await imported(there, await exported(here))

  expect(report).toMatchObject({ source: 'hearth', added: 1, messages: 3, folders: 1, personas: 1, skipped: 0 })
  expect(listConversations(there.db, { view: 'active', limit: 9, after: undefined })).toEqual(
    listConversations(here.db, { view: 'active', limit: 9, after: undefined }),
  )
  expect(listConversations(there.db, { view: 'active', limit: 9, after: undefined })[0]?.selected_leaf_id).toBe(first.id)
  expect(allMessages(there.db, chat.id)).toEqual(allMessages(here.db, chat.id))
  expect(listFolders(there.db)).toEqual(listFolders(here.db))
  expect(tagsOf(there.db, chat.id)).toEqual(tagsOf(here.db, chat.id))
  expect(listPersonas(there.db)).toMatchObject([{ name: 'Editor', temperature: 0.2, model_id: null, collection_ids: null }])
})

test('the same library again changes nothing, and a longer one only adds what is missing', async () => {
  const [here, there] = [openTransfer(), openTransfer()]
  const { chat, first } = fill(here.db)
  const library = await exported(here)
  await imported(there, library)

  const again = await imported(there, library)
  here.db.transact((tx) => insertMessage(tx, messageWith({ conversation_id: chat.id, parent_id: first.id, text: 'And back?' })))
  const longer = await imported(there, await exported(here))

  expect(again).toMatchObject({ added: 0, completed: 0, known: 1, messages: 0, folders: 0, personas: 0 })
  expect(longer).toMatchObject({ added: 0, completed: 1, known: 0, messages: 1 })
  expect(allMessages(there.db, chat.id)).toEqual(allMessages(here.db, chat.id))
})

test('what was removed here or lies in the trash does not come back with an older library', async () => {
  const here = openTransfer()
  const { chat, second } = fill(here.db)
  const library = await exported(here)
  here.db.transact((tx) => updateMessage(tx, second.id, { deleted_at: 5 }))

  const one = await imported(here, library)
  here.db.prepare('UPDATE conversations SET deleted_at = 6').run()
  const two = await imported(here, library)

  expect([one, two]).toMatchObject([{ known: 1 }, { known: 1 }])
  expect(allMessages(here.db, chat.id).map(({ text }) => text)).not.toContain('At ten.')
})

test('a folder and a persona of the same name are taken for the same, whatever their ids', async () => {
  const [here, there] = [openTransfer(), openTransfer()]
  fill(here.db)
  const folder = newId()
  there.db.transact((tx) => putFolder(tx, { id: folder, name: 'SEA', position: 0, updated_at: 1 }))

  const report = await imported(there, await exported(here))

  expect(report).toMatchObject({ added: 1, folders: 0 })
  expect(listConversations(there.db, { view: 'active', limit: 9, after: undefined })).toMatchObject([{ folder_id: folder }])
})

test('a damaged chat in a library is skipped and named, the others come in', async () => {
  const [here, there] = [openTransfer(), openTransfer()]
  fill(here.db)
  const lines = new TextDecoder().decode(await exported(here)).split('\n')
  const damaged = (lines[1] ?? '').replace('"role":"user"', '"role":"pirate"').replace('Boat: trip?', 'Lost')

  const report = await imported(there, [lines[0], damaged, lines[1], '{"cut'].join('\n'))

  expect(report).toMatchObject({ added: 1, skipped: 2 })
  expect(report.examples).toEqual([
    { title: 'Lost', reason: 'damaged' },
    { title: '', reason: 'damaged' },
  ])
})

test.each([
  ['an empty file', '', transferError.unreadable],
  ['bytes of something else', new Uint8Array([0xff, 0xd8, 0xff]), transferError.unreadable],
  ['a broken ZIP', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), transferError.unreadable],
  ['JSON of something else', '{"hello":1}', transferError.unknownFormat],
  ['a ZIP without chats', zipSync({ 'notes.txt': new Uint8Array([65]) }), transferError.unknownFormat],
  ['a library of a later version', '{"format":"hearth.library","version":2}', transferError.newer],
])('%s is refused, and nothing comes in', async (_, content, code) => {
  const there = openTransfer()

  await expect(imported(there, content)).rejects.toMatchObject({ code })

  expect(listConversations(there.db, { view: 'active', limit: 9, after: undefined })).toEqual([])
})

test('a ZIP of Markdown has one readable file for each chat, in its folder, under a name every system takes', async () => {
  const here = openTransfer()
  fill(here.db)
  here.db.transact((tx) => insertConversation(tx, conversationWith({ title: '../..', created_at: 2 })))

  const files = unzipSync(await exported(here, 'markdown'))

  expect(Object.keys(files)).toEqual(['1970-01-01 Chat.md', 'Sea/1970-01-01 Boat trip.md'])
  expect(new TextDecoder().decode(files['Sea/1970-01-01 Boat trip.md'])).toBe(
    `${[
      '# Boat: trip?',
      '1970-01-01 · #Porto',
      '## When does the ferry leave?',
      'At nine.',
      '*1 message of other versions is not in this file.*',
    ].join('\n\n')}\n`,
  )
})

test('an import that is stopped keeps the chats that came in, each whole', async () => {
  const [here, there] = [openTransfer(), openTransfer()]
  for (let n = 0; n < 30; n++) fill(openNamed(here.db, n))
  const bytes = await exported(here)
  const stop = new AbortController()

  const run = async (): Promise<void> => {
    for await (const part of there.api.import({ name: 'file', bytes }, stop.signal))
      if (part.kind === 'progress' && part.done === 3) stop.abort()
  }
  await run().catch(() => undefined)

  const rows = listConversations(there.db, { view: 'active', limit: 99, after: undefined })
  expect(rows.length).toBeGreaterThanOrEqual(3)
  expect(rows.length).toBeLessThan(30)
  for (const { id } of rows) expect(allMessages(there.db, id)).toHaveLength(3)
})

/** Folder, tag and persona names are taken once; each further chat comes without them. */
function openNamed(db: Db, n: number): Db {
  if (n > 0) for (const table of ['folders', 'tags', 'personas']) db.prepare(`UPDATE ${table} SET name = name || ${n}`).run()
  return db
}
