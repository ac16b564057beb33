import { afterAll, describe, expect, inject, test } from 'vitest'
import { openMongo } from '../../../server/stores/mongo.ts'
import { createMongoConversations } from '../../../server/stores/mongo-conversations.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { createMongoDatabase, newMongoDatabase } from '../../helpers/server/test-mongo.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsConversationContract } from './conversation-contract.ts'
import { keepsHostileConversations, keepsHostileKnowledge } from './hostile-text-contract.ts'
import { keepsKnowledgeContract, knowledgeDocument } from './knowledge-contract.ts'

const session = await openMongo(await createMongoDatabase())
afterAll(() => session[Symbol.asyncDispose]())
const knowledge = createMongoKnowledge(() => session)

describe('FerretDB keeps the contract of the knowledge', () => {
  keepsKnowledgeContract(() => knowledge)
  keepsHostileKnowledge(() => knowledge)
})

describe('FerretDB keeps the contract of the conversations', () => {
  keepsConversationContract(() => createMongoConversations(() => session))
  keepsHostileConversations(() => createMongoConversations(() => session))
})

test('a document of which only a part was written is not listed, and deleted it leaves nothing', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map((n) => ({ content: `${n}`, embedding: Float32Array.of(n) })) })
  await knowledge.putDocument(document)
  await session.ask((db) => db.collection('knowledge_vectors').deleteMany({ position: 0 }))

  expect(await knowledge.findDocument(document)).toBeUndefined()
  expect((await knowledge.listDocuments(document.user_id, { limit: 10 })).documents).toEqual([])
  expect(await knowledge.deleteDocument(document)).toBe(true)
  expect(await knowledge.readPassages(document)).toEqual([])
})

test('where nobody listens the store is away, and what is no address is a fault of ours', async () => {
  const away = { ...newMongoDatabase(), url: 'mongodb://127.0.0.1:1' }

  await expect(openMongo(away)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { store: 'mongodb' } })
  await expect(openMongo({ ...away, url: 'http://127.0.0.1' })).rejects.not.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('a frozen MongoDB holds nobody for long, and what it is asked after it is back is answered', async () => {
  const pid = inject('ferretdb')?.pid ?? 0
  const document = knowledgeDocument()
  process.kill(pid, 'SIGSTOP')
  const began = performance.now()
  try {
    await expect(knowledge.putDocument(document)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(knowledge.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  } finally {
    process.kill(pid, 'SIGCONT')
  }

  expect(performance.now() - began).toBeLessThan(10_000)
  await waitFor('FerretDB', () =>
    knowledge.putDocument(document).then(
      () => true,
      () => undefined,
    ),
  )
  expect(await knowledge.readPassages(document)).toHaveLength(1)
})
