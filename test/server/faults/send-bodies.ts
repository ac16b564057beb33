import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { readConfig } from '../../../server/config.ts'
import type { HistoryStore } from '../../../server/stores/history-store.ts'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { openDocuments } from '../../../server/stores/open-documents.ts'
import { openHistory } from '../../../server/stores/open-history.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'
import { waitFor } from '../../helpers/wait-for.ts'

export interface Written {
  readonly store: 'history' | 'knowledge'
  readonly id: string
  readonly at: number
  readonly ms: number
  /** Undefined: acknowledged. */
  readonly code: string | undefined
}

export interface Bodies extends AsyncDisposable {
  readonly written: readonly Written[]
  /** No new ones; then what was acknowledged is looked for. */
  expectKept(): Promise<void>
}

const pauseMs = 100

/** Messages and documents, written through the server's own stores one after the other, as long as nobody stops it. */
export async function sendBodies(environment: Readonly<Record<string, string>>): Promise<Bodies> {
  const opened = new AsyncDisposableStack()
  const config = readConfig({ environment })
  const { history } = opened.use(await openHistory({ config, log: silentLog, store: opened.use(await openPglite(undefined)) }))
  const { knowledge } = opened.use(await openDocuments(config, silentLog))
  const written: Written[] = []
  const stopped = new AbortController()
  const userId = newId()
  const goOn = async (store: Written['store'], write: (id: string) => Promise<void>): Promise<void> => {
    while (!stopped.signal.aborted) {
      written.push(await attempt(store, write))
      await delay(pauseMs)
    }
  }
  const writing = Promise.all([
    goOn('history', (id) => history.add(messageOf(userId, id))),
    goOn('knowledge', (id) => knowledge.putDocument(documentOf(userId, id))),
  ])
  return {
    written,
    async expectKept() {
      stopped.abort()
      await writing
      await Promise.all([untilBack(history), untilBack(knowledge)])
      const ids = (store: Written['store']) => written.filter((each) => each.store === store && each.code === undefined)
      const [messages, documents] = [await messagesOf(history, userId), await documentsOf(knowledge, userId)]
      expect(ids('history').filter(({ id }) => !messages.has(id))).toEqual([])
      expect(ids('knowledge').filter(({ id }) => !documents.has(id))).toEqual([])
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await writing
      await opened.disposeAsync()
    },
  }
}

/** This process finds out by itself that what was away is back, as each does: 10 s after its return at the latest. */
const untilBack = (store: Pick<HistoryStore | KnowledgeStore, 'ping'>): Promise<true> =>
  waitFor(
    'a store that is back',
    () =>
      store.ping().then(
        () => true,
        () => undefined,
      ),
    10_000,
  )

async function attempt(store: Written['store'], write: (id: string) => Promise<void>): Promise<Written> {
  const [id, at, began] = [newId(), Date.now(), performance.now()]
  const code = await write(id).then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
  return { store, id, at, ms: performance.now() - began, code }
}

const messageOf = (user_id: string, id: string) => ({
  ...{ user_id, session_id: user_id, timestamp: new Date(), message_id: id, actor: 'user' as const, message: 'Where is it?' },
  ...{ embedding_used: false, tokens_used: null, response_time_ms: null, model_used: null, confidence: null, metadata: {} },
})

const documentOf = (user_id: string, document_id: string) => ({
  ...{ user_id, document_id, embedder: 'test' },
  metadata: { source: 'upload', category: null, tags: [], importance: 0.5, created_at: new Date(), updated_at: new Date() },
  passages: [{ content: 'It is here.', embedding: Float32Array.from({ length: 768 }, () => 0.1) }],
})

async function messagesOf(history: HistoryStore, userId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (let after: Awaited<ReturnType<HistoryStore['readUser']>>['next']; ; ) {
    const page = await history.readUser(userId, { limit: 200, after })
    for (const { message_id } of page.messages) ids.add(message_id)
    if (page.next === undefined) return ids
    after = page.next
  }
}

async function documentsOf(knowledge: KnowledgeStore, userId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (let after: Awaited<ReturnType<KnowledgeStore['listDocuments']>>['next']; ; ) {
    const page = await knowledge.listDocuments(userId, { limit: 100, after })
    for (const { document_id } of page.documents) ids.add(document_id)
    if (page.next === undefined) return ids
    after = page.next
  }
}
