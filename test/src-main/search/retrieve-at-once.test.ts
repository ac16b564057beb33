import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ReadDb } from '../../../src-main/db/database.ts'
import { createRetriever } from '../../../src-main/search/retrieve.ts'
import { createUsageStats } from '../../../src-main/search/usage-stats.ts'
import type { VectorIndex } from '../../../src-main/search/vector-index.ts'
import { searchQuery } from '../../../src-shared/desktop/search.ts'
import { noReranker, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { wordVector } from '../../helpers/word-vectors.ts'

const { signal } = new AbortController()
const query = searchQuery.parse({ query: 'How long is the notice period of the flat?', route: 'hybrid' })

test('words are looked for while the vectors are still compared, not after them', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  writeFileSync(join(temp.path, 'lease.md'), 'The notice period of the flat is three months.')
  await knowledge.importAll([join(temp.path, 'lease.md')])
  const wordsAsked = Promise.withResolvers<void>()
  const db: ReadDb = {
    ...knowledge.db,
    prepare: ((sql: string) => {
      if (sql.includes('passage_words')) wordsAsked.resolve()
      return knowledge.db.prepare(sql)
    }) as ReadDb['prepare'],
  }
  const vectors: VectorIndex = {
    search: async () => {
      await wordsAsked.promise
      return []
    },
  }
  using usage = createUsageStats(knowledge.db, Date.now, () => {})

  const retrieve = createRetriever({
    ...{ db, vectors, ...noReranker },
    embedder: { load: async () => {}, embedQuery: async (text) => wordVector(text) },
    embedderModel: () => ({ id: 'words', path: '' }),
    usage,
    onFault: (stage, error) => expect.unreachable(`${stage}: ${String(error)}`),
  })

  const { results } = await retrieve(query, signal)
  expect(results).toMatchObject([{ document: 'lease.md' }])
})
