import { expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { canRank, idsInUse, resolveChatModel, resolveEmbedder, resolveReranker } from '../../../src-main/models/choose-model.ts'
import { listModels, putModel } from '../../../src-main/models/models.ts'
import { chatError } from '../../../src-shared/desktop/chat.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'
import { openTestDb } from '../../helpers/test-db.ts'

const here = import.meta.filename
function add(db: Db, id: string, fields: Partial<ModelRow> = {}): void {
  const createdAt = listModels(db).length
  const row: ModelRow = {
    id,
    role: 'chat',
    name: id,
    path: here,
    size_bytes: 1,
    received_bytes: 1,
    sha256: null,
    status: 'ready',
    fault: null,
    created_at: createdAt,
    updated_at: createdAt,
    ...fields,
  }
  db.transact((tx) => putModel(tx, row))
}

const none = { chat_model_id: null, embedder_id: null }

test('the wanted model comes before that of the settings, that before the newest, the demo last', () => {
  using db = openTestDb()
  for (const id of ['first', 'second', 'demo']) add(db, id)

  expect(resolveChatModel(db, { chat_model_id: 'second' }, 'first').id).toBe('first')
  expect(resolveChatModel(db, { chat_model_id: 'first' }).id).toBe('first')
  expect(resolveChatModel(db, none).id).toBe('second')
  expect(resolveChatModel(db, { chat_model_id: 'demo' })).toMatchObject({ id: 'demo', path: here, row: { id: 'demo' } })
})

test('a reranker that is a file and no folder can be neither chosen nor run, whatever it is called', () => {
  using db = openTestDb()
  add(db, 'folder', { role: 'reranker', path: import.meta.dirname })
  add(db, 'file', { role: 'reranker', path: here })
  add(db, 'coming', { role: 'reranker', path: import.meta.dirname, status: 'downloading' })

  expect(
    listModels(db)
      .filter(canRank)
      .map(({ id }) => id),
  ).toEqual(['folder'])
  expect(resolveReranker(db, { reranker_id: 'folder' })?.id).toBe('folder')
  expect(resolveReranker(db, { reranker_id: 'file' })).toBeNull()
  expect(idsInUse(db, { ...none, reranker_id: 'file' })).toEqual([])
})

test('a model of the settings that was removed or whose file is gone does not stop an answer', () => {
  using db = openTestDb()
  add(db, 'demo')
  add(db, 'lost', { path: '/nowhere/model.gguf' })

  expect(resolveChatModel(db, { chat_model_id: 'removed' }).id).toBe('demo')
  expect(resolveChatModel(db, { chat_model_id: 'lost' }).id).toBe('demo')
})

test('the wanted model must be usable itself: another in its place would be a lie', () => {
  using db = openTestDb()
  for (const [id, fields] of [
    ['coming', { status: 'downloading' }],
    ['lost', { path: '/nowhere' }],
    ['demo', {}],
  ] as const)
    add(db, id, fields)

  const codes = ['coming', 'lost', 'unknown'].map((id) => {
    try {
      return resolveChatModel(db, none, id).id
    } catch (error) {
      return (error as { code: string }).code
    }
  })

  expect(codes).toEqual([chatError.modelNotReady, modelError.missingFile, modelError.unknown])
})

test('without any model that is said; with one on its way, which', () => {
  using db = openTestDb()
  expect(() => resolveChatModel(db, none)).toThrow(expect.objectContaining({ code: chatError.noModel }))

  add(db, 'embedder', { role: 'embedder' })
  add(db, 'failed', { status: 'failed' })
  expect(() => resolveChatModel(db, none)).toThrow(expect.objectContaining({ code: chatError.noModel }))

  add(db, 'coming', { status: 'downloading' })
  expect(() => resolveChatModel(db, none)).toThrow(
    expect.objectContaining({ code: chatError.modelNotReady, data: { id: 'coming', name: 'coming', status: 'downloading' } }),
  )
})

test('an embedder is chosen the same way, and none is no error: search does without', () => {
  using db = openTestDb()
  add(db, 'chat')
  expect(resolveEmbedder(db, none)).toBeNull()

  add(db, 'demo-embedder', { role: 'embedder' })
  expect(resolveEmbedder(db, none)?.id).toBe('demo-embedder')
  add(db, 'all-mpnet-base-v2', { role: 'embedder' })
  add(db, 'coming', { role: 'embedder', status: 'downloading' })
  expect(resolveEmbedder(db, none)?.id).toBe('all-mpnet-base-v2')
  expect(resolveEmbedder(db, { embedder_id: 'demo-embedder' })?.id).toBe('demo-embedder')
})
