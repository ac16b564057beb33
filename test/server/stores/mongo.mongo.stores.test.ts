import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { freePort } from '../../../scripts/services/start-program.ts'
import { knowledgePersonalData } from '../../../server/personal-data/knowledge-personal-data.ts'
import type { DocumentKey, KnowledgeDocument } from '../../../server/stores/knowledge-store.ts'
import { type MongoSession, openMongo, openMongoPatiently } from '../../../server/stores/mongo.ts'
import { createMongoConversations } from '../../../server/stores/mongo-conversations.ts'
import { idsOf } from '../../../server/stores/mongo-documents.ts'
import { createMongoKnowledge } from '../../../server/stores/mongo-knowledge.ts'
import { newId } from '../../../src-shared/ids.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { forwardPort } from '../../helpers/server/forward-port.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'
import { providedDatabase } from '../../helpers/server/provided-database.ts'
import { createMongoDatabase, newMongoDatabase } from '../../helpers/server/test-mongo.ts'
import { waitFor } from '../../helpers/wait-for.ts'
import { keepsConversationContract } from './conversation-contract.ts'
import { keepsHostileConversations, keepsHostileKnowledge } from './hostile-text-contract.ts'
import { keepsKnowledgeContract, knowledgeDocument } from './knowledge-contract.ts'

// Whether it answers in time is what the tests of a frozen one are about; the others wait as long as a machine takes that does more.
const session = await openMongoPatiently(await createMongoDatabase())
const { pid, port: ferretPort } = providedDatabase('ferretdb')
afterAll(() => session[Symbol.asyncDispose]())
const knowledge = createMongoKnowledge(() => session)
const numbered = (n: number) => ({ content: `${n}`, embedding: Float32Array.of(n) })

describe('FerretDB keeps the contract of the knowledge', () => {
  keepsKnowledgeContract(() => knowledge)
  keepsHostileKnowledge(() => knowledge)
})

describe('FerretDB keeps the contract of the conversations', () => {
  keepsConversationContract(() => createMongoConversations(() => session))
  keepsHostileConversations(() => createMongoConversations(() => session))
})

test('a document of which only a part was written is not listed, and deleted it leaves nothing', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  await knowledge.putDocument(document)
  await session.ask((db) => db.collection('knowledge_documents').deleteMany({}))

  expect(await knowledge.findDocument(document)).toBeUndefined()
  expect((await knowledge.listDocuments(document.user_id, { limit: 10 })).documents).toEqual([])
  expect(await knowledge.deleteDocument(document)).toBe(true)
  expect(await passagesOf(knowledge, document)).toEqual([])
})

/** As putting it leaves it when it is cut off before the last step. */
const cutOff = (document: KnowledgeDocument) =>
  knowledge
    .putDocument(document)
    .then(() => session.ask((db) => db.collection('knowledge_documents').deleteMany(idsOf(document))))
const recordsOf = (key: DocumentKey) =>
  session.ask((db) => db.collection('knowledge_vectors').find(idsOf(key)).sort({ revision: 1 }).toArray())

test('of a put that was cut off nothing is left once it is sent again, also when it was the first of its id', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  await cutOff(document)

  await knowledge.putDocument({ ...document, passages: [numbered(4)] })

  expect((await recordsOf(document)).map(({ content }) => content)).toEqual(['4'])
})

test('a use is counted for the passage of the document, not for one that another put leaves which is cut off', async () => {
  const document = knowledgeDocument({ passages: [numbered(1)] })
  await knowledge.putDocument(document)
  const [left] = await recordsOf(document)
  await knowledge.deleteDocument(document)
  await session.ask((db) =>
    db.collection<{ _id: string }>('knowledge_vectors').insertOne({ ...left, ...{ _id: newId(), revision: 99 } }),
  )
  await knowledge.putDocument(document)

  await knowledge.countUses([{ ...document, position: 0, relevance: 1 }], new Date())

  expect((await recordsOf(document)).map(({ usage_stats }) => usage_stats.retrieval_count)).toEqual([1, 0])
})

test('passages that no document has are a trace: an erasure is not finished while there are any', async () => {
  const document = knowledgeDocument()
  const personal = knowledgePersonalData(knowledge)
  await cutOff(document)
  await session.ask((db) => db.collection('knowledge_revisions').deleteMany({}))
  expect(await personal.count(document.user_id)).toBe(1)

  await personal.erase(document.user_id)

  expect(await personal.count(document.user_id)).toBe(0)
})

/** Something else of the user happens within each command that writes. */
function disturbed(disturb: () => Promise<unknown>) {
  const written = { commands: 0 }
  const writing: MongoSession = {
    ...session,
    async askAgain(work) {
      written.commands++
      const done = await session.askAgain(work)
      await disturb()
      return done
    },
  }
  return { knowledge: createMongoKnowledge(() => writing), written }
}

test('a document is written once however many others of the user are deleted meanwhile', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  const calm = disturbed(async () => {})
  await calm.knowledge.putDocument({ ...document, document_id: newId() })
  const busy = disturbed(() => knowledge.deleteDocument({ ...document, document_id: newId() }))

  await busy.knowledge.putDocument(document)

  expect(busy.written).toEqual(calm.written)
  expect(await passagesOf(knowledge, document)).toHaveLength(3)
})

test('a document that is deleted each time while it is written is not written for ever, and is not there in part', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  const deleting = disturbed(() => knowledge.deleteDocument(document))

  await deleting.knowledge.putDocument(document)

  expect(await knowledge.findDocument(document)).toBeUndefined()
  expect(await recordsOf(document)).toEqual([])
})

test('a document whose passages a deletion took while it was written is written once more', async () => {
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  const deletions = { left: 1 }
  const deleting = disturbed(async () => {
    if ((await knowledge.findDocument(document)) !== undefined && deletions.left-- > 0) await knowledge.deleteDocument(document)
  })

  await deleting.knowledge.putDocument(document)

  expect(await passagesOf(knowledge, document)).toHaveLength(3)
})

test('what a client is asked that another one takes the place of is away, not a fault', async () => {
  await using behind = await openBehindPort()
  const { session: replaced } = behind
  // One of the two finds a connection that is there, the other has to make one.
  const ping = () => replaced.ask((db) => db.command({ ping: 1 }))
  await ping()
  await freezeProcess(pid)
  try {
    const before = behind.heard()
    const asked = [ping(), replaced.askAgain((db) => db.collection<{ _id: string }>('things').insertOne({ _id: 'a' }))].map(
      (each) => each.catch((error: unknown) => error),
    )
    await behind.untilHeard(before + 2)
    await replaced[Symbol.asyncDispose]()

    for (const error of await Promise.all(asked)) expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})

test('where nobody listens the store is away, and what is no address is a fault of ours', async () => {
  const away = { ...newMongoDatabase(), url: 'mongodb://127.0.0.1:1' }

  await expect(openMongo(away)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', data: { store: 'mongodb' } })
  await expect(openMongo({ ...away, url: 'http://127.0.0.1' })).rejects.not.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('of documents that were put at once, and deleted meanwhile, no passage stays that no document has', async () => {
  const document = knowledgeDocument({ passages: Array.from({ length: 12 }, (_, n) => numbered(n)) })
  const put = () => knowledge.putDocument(document)
  await Promise.all([put(), put(), knowledge.deleteDocument(document)])

  const passages = await passagesOf(knowledge, document)
  expect(await session.ask((db) => db.collection('knowledge_vectors').countDocuments(idsOf(document)))).toBe(passages.length)
})

/** Knowledge behind a port of its own, whose connections can be cut and whose answers can be late. */
async function openBehindPort(lateMs?: () => number) {
  const opened = new AsyncDisposableStack()
  const { database, port } = { ...(await createMongoDatabase()), port: await freePort() }
  const forward = () => forwardPort(port, ferretPort, lateMs)
  const held = { forwarding: await forward(), heardBefore: 0 }
  opened.defer(() => held.forwarding[Symbol.asyncDispose]())
  const address = { url: `mongodb://127.0.0.1:${port}`, database }
  const behind = opened.use(await waitFor('FerretDB', () => openMongo(address).catch(() => undefined)))
  const heard = () => held.heardBefore + held.forwarding.heard()
  return {
    ...{ session: behind, knowledge: createMongoKnowledge(() => behind), heard },
    /** Until so much has been said on the way there, whether it is answered or not. */
    untilHeard: (count: number) => waitFor('a question', () => heard() >= count || undefined),
    async cut() {
      await held.forwarding[Symbol.asyncDispose]()
      held.heardBefore = heard()
      held.forwarding = await forward()
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

test('what answers within the time of a command is not taken for dead by who asks for its pulse', async () => {
  const late = { ms: 0 }
  await using behind = await openBehindPort(() => late.ms)
  late.ms = 1100

  // The driver asks every ten seconds.
  for (const began = performance.now(); performance.now() - began < 12_000; )
    expect(await behind.knowledge.revision(newId())).toBe(0)
})

test('a document whose connections break under it is written all the same, and deleted all the same', async () => {
  await using behind = await openBehindPort()
  const document = knowledgeDocument({ passages: [1, 2, 3].map(numbered) })
  const brokenUnder = async <T>(work: () => Promise<T>): Promise<T> => {
    await freezeProcess(pid)
    try {
      const before = behind.heard()
      const working = work()
      await behind.untilHeard(before + 1)
      await behind.cut()
      // It is asked again before it goes on with what it was asked first.
      const again = behind.untilHeard(behind.heard() + 1).then(() => process.kill(pid, 'SIGCONT'))
      return await Promise.race([working, again.then(() => working)])
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }

  await brokenUnder(() => behind.knowledge.putDocument(document))

  expect(await passagesOf(behind.knowledge, document)).toHaveLength(3)
  expect(await brokenUnder(() => behind.knowledge.deleteDocument(document))).toBe(true)
  expect(await passagesOf(behind.knowledge, document)).toEqual([])
})

test('a database whose connections all break while it is asked is found again', async () => {
  await using behind = await openBehindPort()
  // The driver does not look twice at the same moment.
  await delay(1000)
  await freezeProcess(pid)
  const before = behind.heard()
  const asked = behind.knowledge.revision(newId()).catch(() => undefined)
  await behind.untilHeard(before + 1)
  await behind.cut()
  process.kill(pid, 'SIGCONT')
  await asked

  expect(await waitFor('FerretDB', () => behind.knowledge.revision(newId()).catch(() => undefined))).toBe(0)
})

test('a frozen MongoDB holds nobody for long, and what it is asked after it is back is answered', async () => {
  await using impatient = await openMongo(await createMongoDatabase())
  const knowledge = createMongoKnowledge(() => impatient)
  const document = knowledgeDocument()
  await freezeProcess(pid)
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
  expect(await passagesOf(knowledge, document)).toHaveLength(1)
})
