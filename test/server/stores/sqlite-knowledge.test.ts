import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { migration, readMigrations } from '../../../server/stores/migrations.ts'
import { sql } from '../../../server/stores/sql.ts'
import { openSqlite } from '../../../server/stores/sqlite.ts'
import { createSqliteConversations } from '../../../server/stores/sqlite-conversations.ts'
import { createSqliteKnowledge } from '../../../server/stores/sqlite-knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { keepsConversationContract } from './conversation-contract.ts'
import { keepsHostileConversations, keepsHostileKnowledge } from './hostile-text-contract.ts'
import { keepsKnowledgeContract, knowledgeDocument } from './knowledge-contract.ts'

const ofKnowledge = readMigrations(join(import.meta.dirname, '../../../migrations/knowledge'))

const folder = tempFolder()
const path = join(folder.path, 'knowledge.db')
const file = openSqlite(path, ofKnowledge)
afterAll(() => {
  file[Symbol.dispose]()
  folder[Symbol.dispose]()
})

describe('SQLite keeps the contract of the knowledge', () => {
  keepsKnowledgeContract(() => createSqliteKnowledge(() => file))
  keepsHostileKnowledge(() => createSqliteKnowledge(() => file))
})

describe('SQLite keeps the contract of the conversations', () => {
  keepsConversationContract(() => createSqliteConversations(() => file))
  keepsHostileConversations(() => createSqliteConversations(() => file))
})

test('what one process writes another one on the same file reads', async () => {
  using second = openSqlite(path, ofKnowledge)
  const document = knowledgeDocument()

  await createSqliteKnowledge(() => file).putDocument(document)

  expect(
    await passagesOf(
      createSqliteKnowledge(() => second),
      document,
    ),
  ).toHaveLength(1)
})

test('who has documents of before the revisions has one, so that they are searched', async () => {
  using own = tempFolder()
  const at = join(own.path, 'knowledge.db')
  const [user_id, document_id] = [newId(), newId()]
  using former = openSqlite(at, ofKnowledge.slice(0, 1))
  former.run(sql`
    INSERT INTO knowledge_vectors (
      user_id, document_id, position, content, embedding, embedder, passage_count, source, tags, importance, created_at, updated_at)
    VALUES (${user_id}, ${document_id}, 0, 'text', ${new Uint8Array(4)}, 'small', 1, 'a.txt', '[]', 0.5, 0, 0)`)

  using opened = openSqlite(at, ofKnowledge)
  const knowledge = createSqliteKnowledge(() => opened)

  expect(await knowledge.revision(user_id)).toBeGreaterThan(0)
  expect(await knowledge.knownUsers([user_id, newId()])).toEqual([user_id])
  const before = await knowledge.revision(user_id)
  await knowledge.putDocument(knowledgeDocument({ user_id }))
  expect(await knowledge.revision(user_id)).toBeGreaterThan(before)
})

test('of a migration that fails nothing stays, and a file of a newer server is refused unharmed', () => {
  using own = tempFolder()
  const at = join(own.path, 'knowledge.db')
  const [first, second] = [migration('0001-first', 'CREATE TABLE a (n) ;'), migration('0002-second', 'CREATE TABLE b (n);')]
  const broken = migration('0002-second', 'CREATE TABLE b (n); INSERT INTO nowhere VALUES (1);')

  expect(() => openSqlite(at, [first, broken])).toThrow()
  openSqlite(at, [first, second])[Symbol.dispose]()

  expect(() => openSqlite(at, [first])).toThrow(/newer server: it has 0002-second/)
  using opened = openSqlite(at, [first, second])
  expect(opened.query(sql`SELECT name FROM migrations`, z.object({ name: z.string() }))).toHaveLength(2)
})
