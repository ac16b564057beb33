import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../src-main/knowledge/documents.ts'
import { removeDocument } from '../../../src-main/knowledge/remove-document.ts'
import { searchAnswer, searchQuery } from '../../../src-shared/desktop/search.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type FixtureOptions, type KnowledgeFixture, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { wordVector } from '../../helpers/word-vectors.ts'

const { signal } = new AbortController()

const lease = `# Lease\n\n## Notice\n\nThe notice period of the flat is three months.\n\n## Deposit\n\nThe deposit is two months of rent.\n`
const manual = `# Washing machine\n\n## Warranty\n\nThe warranty ends after two years. Error E-42 means that the door is open.\n`

async function knowledgeOf(files: Readonly<Record<string, string>>, options: FixtureOptions): Promise<KnowledgeFixture> {
  const knowledge = openKnowledge(options)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(options.folder, name), text)
  await knowledge.importAll(Object.keys(files).map((name) => join(options.folder, name)))
  return knowledge
}

const ask = ({ retrieve }: KnowledgeFixture, query: Parameters<typeof searchQuery.parse>[0]) =>
  retrieve(searchQuery.parse(query), signal)
const documentsOf = ({ db }: KnowledgeFixture) => listDocuments(db, { limit: 10, offset: 0 }).items

test('a question is answered from the document that has its words, with an exact slice of the kept text', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease, 'manual.md': manual }, { folder: temp.path })

  const answer = await ask(knowledge, { query: 'How long is the notice period of the flat?' })

  expect(searchAnswer.parse(answer)).toMatchObject({ route: 'hybrid', relevant: true })
  const [first] = answer.results
  expect(first).toMatchObject({ document: 'lease.md', path: expect.stringMatching(/lease\.md$/) })
  expect(lease.slice(first?.start, first?.end)).toBe(first?.text)
})

test('an identifier is looked for as it is written; one that is nowhere is looked for by meaning, and the answer says so', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease, 'manual.md': manual }, { folder: temp.path })

  expect(await ask(knowledge, { query: 'E-42' })).toMatchObject({ route: 'exact', results: [{ document: 'manual.md' }] })
  const nowhere = await ask(knowledge, { query: 'E-43 door' })
  expect(nowhere).toMatchObject({ route: 'hybrid', reason: expect.stringContaining('nowhere') })
})

// What stands between two results was in both: read twice by the model, and one of five places lost for less.
test('results of one document share no text, and each is an exact slice of it', async () => {
  using temp = tempFolder()
  const part = (n: number): string =>
    `## Part ${n}\n\nThe pump of part ${n} is greased by the water that it moves, and rests in winter.\n\n`
  const text = Array.from({ length: 24 }, (_, n) => part(n)).join('')
  await using knowledge = await knowledgeOf({ 'pump.md': text }, { folder: temp.path })

  const { results } = await ask(knowledge, { query: 'Which pump is greased by the water?', top_k: 3 })

  const ranges = results.map(({ start, end }) => [start, end] as const).toSorted(([a], [b]) => a - b)
  expect(ranges.length).toBe(3)
  expect(ranges.slice(1).every(([start], at) => start >= (ranges[at]?.[1] ?? 0))).toBe(true)
  expect(results.every((result) => text.slice(result.start, result.end) === result.text)).toBe(true)
})

test('a question about something else is not relevant, and neither is any question to an empty store', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease }, { folder: temp.path })

  expect(await ask(knowledge, { query: 'Which animals hibernate in Norwegian forests during winter?' })).toMatchObject({
    relevant: false,
  })
  knowledge.db.transact((tx) => tx.prepare('DELETE FROM documents').run())
  expect(await ask(knowledge, { query: 'How long is the notice period?' })).toMatchObject({ relevant: false, results: [] })
})

test.each(['auto', 'exact', 'vector', 'hybrid'] as const)(
  'a removed document is gone from the %s route at once',
  async (route) => {
    using temp = tempFolder()
    await using knowledge = await knowledgeOf({ 'lease.md': lease, 'manual.md': manual }, { folder: temp.path })
    const query = { query: 'How long is the notice period of the flat?', route }
    expect((await ask(knowledge, query)).results[0]?.document).toBe('lease.md')

    const removed = documentsOf(knowledge).find(({ name }) => name === 'lease.md')
    knowledge.db.transact((tx) => removeDocument(tx, removed?.id ?? '', 1))

    expect((await ask(knowledge, query)).results.map(({ document }) => document)).not.toContain('lease.md')
  },
)

test('filters by collection, document and kind leave out everything else; an empty list means none', async () => {
  using temp = tempFolder()
  const files = { 'lease.md': lease, 'manual.md': manual, 'lease.txt': lease }
  await using knowledge = await knowledgeOf(files, { folder: temp.path })
  const query = 'How long is the notice period of the flat?'
  const names = async (filter: object) => (await ask(knowledge, { query, ...filter })).results.map(({ document }) => document)
  const manualId = documentsOf(knowledge).find(({ name }) => name === 'manual.md')?.id

  expect(new Set(await names({ kinds: ['text'] }))).toEqual(new Set(['lease.txt']))
  expect(new Set(await names({ document_ids: [manualId] }))).toEqual(new Set(['manual.md']))
  expect((await names({ collection_ids: [knowledge.collectionId] }))[0]).toMatch(/^lease/)
  const changedAt = documentsOf(knowledge).find(({ name }) => name === 'manual.md')?.updated_at ?? 0
  knowledge.db.transact((tx) => tx.prepare('UPDATE documents SET updated_at = updated_at + 5000 WHERE id <> ?').run(manualId))
  expect(new Set(await names({ to: changedAt + 1 }))).toEqual(new Set(['manual.md']))
  expect(await names({ from: changedAt + 4000 })).not.toContain('manual.md')
  expect(await names({ collection_ids: [] })).toEqual([])
})

test('without an embedder the words are searched, and the answer says so', async () => {
  using temp = tempFolder()
  let model: { id: string; path: string } | undefined = { id: 'words', path: '' }
  await using knowledge = await knowledgeOf({ 'lease.md': lease }, { folder: temp.path, embedderModel: () => model })

  model = undefined
  const answer = await ask(knowledge, { query: 'How long is the notice period of the flat?' })

  expect(answer).toMatchObject({ route: 'exact', reason: expect.stringContaining('no embedder'), relevant: true })
  expect(answer.results[0]?.document).toBe('lease.md')
})

test.each(['auto', 'exact', 'vector', 'hybrid'] as const)(
  'a filter that fits no document is told as such on the %s route, not as documents that are not embedded yet',
  async (route) => {
    using temp = tempFolder()
    await using knowledge = await knowledgeOf({ 'lease.md': lease }, { folder: temp.path })

    const answer = await ask(knowledge, { query: 'How long is the notice period?', route, to: 1 })

    expect(answer).toMatchObject({ detour: 'nothing_fits', results: [], relevant: false })
    expect(answer.reason).toContain('no document fits the filters')
    expect(answer.reason).not.toContain('embedded')
  },
)

test('documents that were asked for and have no vectors yet are not said to be all there are', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease, 'manual.md': manual }, { folder: temp.path })
  const manualId = documentsOf(knowledge).find(({ name }) => name === 'manual.md')?.id
  knowledge.db.transact((tx) =>
    tx.prepare('DELETE FROM vectors WHERE id & 0xffffffffff IN (SELECT rowid FROM passages WHERE document_id = ?)').run(manualId),
  )

  const answer = await ask(knowledge, { query: 'When does the warranty end?', document_ids: [manualId] })

  expect(answer).toMatchObject({ route: 'exact', detour: 'nothing_embedded', results: [{ document: 'manual.md' }] })
  expect(answer.reason).toContain('none of the documents that were looked in is embedded yet')
})

test('meaning alone without an embedder finds nothing, and says why', async () => {
  using temp = tempFolder()
  let model: { id: string; path: string } | undefined = { id: 'words', path: '' }
  await using knowledge = await knowledgeOf({ 'lease.md': lease }, { folder: temp.path, embedderModel: () => model })

  model = undefined
  const answer = await ask(knowledge, { query: 'How long is the notice period of the flat?', route: 'vector' })

  expect(answer).toMatchObject({ route: 'vector', detour: 'no_embedder', results: [], relevant: false })
  expect(answer.reason).toContain('no embedder is ready')
})

test('an embedder that fails costs the meaning, not the answer', async () => {
  using temp = tempFolder()
  let isBroken = false
  await using knowledge = await knowledgeOf(
    { 'lease.md': lease },
    {
      folder: temp.path,
      embedderModel: () => {
        if (isBroken) return { id: 'broken', path: 'broken' }
        return { id: 'words', path: '' }
      },
      embedQuery: async (text) => {
        if (isBroken) throw new AppError('engine.crashed', { text: text.length })
        return Float32Array.of(1)
      },
    },
  )

  isBroken = true
  const answer = await ask(knowledge, { query: 'How long is the notice period of the flat?' })

  expect(answer.results[0]?.document).toBe('lease.md')
  expect(knowledge.faults).toHaveLength(1)
})

test('an embedder that takes over while a question is embedded: it is embedded again, and looked for among the vectors of that one', async () => {
  using temp = tempFolder()
  const state = { id: 'words', tries: 0 }
  const query = 'How long is the notice period of the flat?'
  await using knowledge = await knowledgeOf(
    { 'lease.md': lease },
    {
      folder: temp.path,
      embedderModel: () => ({ id: state.id, path: state.id }),
      embedQuery: async (text) => {
        state.tries += 1
        if (state.tries === 1) {
          state.id = 'other'
          knowledge.db.transact((tx) => tx.prepare("UPDATE vector_spaces SET embedder_id = 'other'").run())
          return new Float32Array(3)
        }
        return wordVector(text)
      },
    },
  )

  const answer = await ask(knowledge, { query, route: 'vector' })

  expect(state.tries).toBe(2)
  expect(answer).toMatchObject({ detour: null })
  expect(answer.results[0]?.scores.vector).toBeGreaterThan(0)
})

test('a long document does not crowd out the others', async () => {
  using temp = tempFolder()
  const sections = Array.from(
    { length: 40 },
    (_, at) => `## Part ${at}\n\n${'The notice period of the flat is long. '.repeat(30)}`,
  )
  const files = { 'long.md': `# Long\n\n${sections.join('\n\n')}`, 'short.md': 'The notice period of the flat is short.' }
  await using knowledge = await knowledgeOf(files, { folder: temp.path })

  const { results } = await ask(knowledge, { query: 'How long is the notice period of the flat?' })

  expect(results).toHaveLength(5)
  expect(results.map(({ document }) => document)).toContain('short.md')
})

test('passages that lie side by side come as one exact slice', async () => {
  using temp = tempFolder()
  const text = `# Tides\n\n${Array.from({ length: 60 }, (_, at) => `The tide in harbour ${at} rises at noon and falls at night.`).join('\n\n')}\n`
  await using knowledge = await knowledgeOf({ 'tides.md': text }, { folder: temp.path })

  const { results } = await ask(knowledge, { query: 'When does the tide rise and fall in the harbour?', top_k: 2 })

  for (const { start, end, text: found } of results) expect(text.slice(start, end)).toBe(found)
  const ranges = results.map(({ start, end }) => [start, end] as const).sort((a, b) => a[0] - b[0])
  for (const [at, [start]] of ranges.entries()) if (at > 0) expect(start).toBeGreaterThan((ranges[at - 1]?.[1] ?? 0) - 300)
})

test('what was found is counted, later and in one go', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease }, { folder: temp.path })
  const { results } = await ask(knowledge, { query: 'notice period' })
  await ask(knowledge, { query: 'notice period' })
  const counts = () => knowledge.db.prepare('SELECT passage_id, retrieval_count FROM usage_stats').all()
  expect(counts()).toEqual([])

  knowledge.usage.flush()

  expect(counts()).toEqual(results.map(({ passage_id }) => ({ passage_id, retrieval_count: 2 })))
})

test('what decided the route is told by a word of the contract, and each method tells its rank', async () => {
  using temp = tempFolder()
  await using knowledge = await knowledgeOf({ 'lease.md': lease, 'manual.md': manual }, { folder: temp.path })

  const question = await ask(knowledge, { query: 'How long is the notice period of the flat?' })
  expect(question).toMatchObject({ cause: 'question', detour: null, weights: { vector: 2 / 3 } })
  expect(question.results[0]?.scores).toMatchObject({ exact_rank: 1, vector_rank: 1 })
  expect(await ask(knowledge, { query: 'E-42' })).toMatchObject({ cause: 'name', detour: null })
  expect(await ask(knowledge, { query: 'E-43 door' })).toMatchObject({ cause: 'name', detour: 'nowhere_so' })
  expect(await ask(knowledge, { query: 'flat', route: 'vector' })).toMatchObject({ cause: 'asked', route: 'vector' })
})

test('a near miss is not relevant: the product, the year or the place that is asked about has to be in the documents', async () => {
  using temp = tempFolder()
  const files = { 'k200.md': '# K-200\n\nThe guarantee of the K-200 is two years. The limit of loft 9 in Leeds is 40 in 2024.\n' }
  await using knowledge = await knowledgeOf(files, { folder: temp.path })
  const relevant = async (query: string) => (await ask(knowledge, { query })).relevant

  expect(await relevant('How long is the guarantee of the K-200?')).toBe(true)
  expect(await relevant('How long is the guarantee of the K-300?')).toBe(false)
  expect(await relevant('What is the limit of loft 9?')).toBe(true)
  expect(await relevant('What is the limit of loft 40?')).toBe(false)
  expect(await relevant('What is the limit of loft 9 in Oslo?')).toBe(false)
})

test('a result is found by a few sentences and comes with those around it, as one exact slice', async () => {
  using temp = tempFolder()
  const sentences = Array.from({ length: 40 }, (_, at) => `Harbour ${at} is repaired by the crew of that place in its own month.`)
  const text = `${sentences.slice(0, 20).join(' ')} The zebra sleeps in the ledger room. ${sentences.slice(20).join(' ')}`
  await using knowledge = await knowledgeOf({ 'harbours.txt': text }, { folder: temp.path })

  const { results } = await ask(knowledge, { query: 'Where does the zebra sleep?', top_k: 1 })

  expect(results[0]?.text).toContain('zebra')
  expect(results[0]?.text).toMatch(/Harbour 1[5-9].*zebra.*Harbour 2[0-4]/s)
  expect(text.slice(results[0]?.start, results[0]?.end)).toBe(results[0]?.text)
})
