import { expect, test } from 'vitest'
import {
  type DocumentFilter,
  type DocumentKey,
  type DocumentPage,
  type DocumentPlace,
  type KnowledgeDocument,
  type KnowledgeMetadata,
  type KnowledgeStore,
  keptScores,
  type StoredDocument,
} from '../../../server/stores/knowledge-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'

const start = Date.parse('2026-02-28T23:59:59.123Z')

const passage = (n: number) => ({ content: `passage ${n}`, embedding: Float32Array.of(n, 0.1, -1 / 3, 1e-30) })

interface Given extends Partial<Omit<KnowledgeDocument, 'metadata'>> {
  readonly metadata?: Partial<KnowledgeMetadata>
}

/** Of a user and an id of its own, with one passage. */
export function knowledgeDocument({ metadata, ...given }: Given = {}): KnowledgeDocument {
  const at = new Date(start)
  return {
    ...{ user_id: newId(), document_id: newId(), embedder: 'small, q8', passages: [passage(0)], ...given },
    metadata: { source: 'a.txt', category: null, tags: [], importance: 0.5, created_at: at, updated_at: at, ...metadata },
  }
}

const unused = { retrieval_count: 0, last_accessed: null, relevance_scores: [] }
const stored = ({ passages }: KnowledgeDocument) => passages.map((each, position) => ({ ...each, position, usage_stats: unused }))
const anyRevision: number = expect.any(Number)
const headOf = ({ passages, ...head }: KnowledgeDocument) => ({
  ...{ ...head, passage_count: passages.length, revision: anyRevision },
})

/** What users gave to be searched, wherever it is kept. */
export function keepsKnowledgeContract(knowledge: () => KnowledgeStore): void {
  keepsDocuments(knowledge)
  keepsWholeDocuments(knowledge)
  countsUses(knowledge)
  findsPassages(knowledge)
  countsRevisions(knowledge)
  pagesDocuments(knowledge)
  deletesDocuments(knowledge)
}

function keepsDocuments(knowledge: () => KnowledgeStore): void {
  test('a document comes back as it was, with every passage in its place and every vector to the last bit', async () => {
    const document = knowledgeDocument({
      passages: [{ ...passage(0), content: `Ω "'; DROP TABLE x; --\n$where ${'long '.repeat(2000)}` }, ...numbered(24)],
      metadata: { source: '$ne', category: 'law', tags: ['a', 'Ω', '$gt'], importance: 0.1 + 0.2, updated_at: new Date() },
    })

    await knowledge().putDocument(document)

    expect(await knowledge().findDocument(document)).toEqual(headOf(document))
    expect(await knowledge().readDocument(document)).toEqual({ head: headOf(document), passages: stored(document) })
  })

  test('put again it takes the place of what was there, whole: of a longer one nothing is left', async () => {
    const longer = knowledgeDocument({ passages: numbered(23) })
    await knowledge().putDocument(longer)
    const shorter = knowledgeDocument({ ...keyOf(longer), passages: numbered(3, 7), metadata: { source: 'b.txt' } })

    await knowledge().putDocument(shorter)
    await knowledge().putDocument(shorter)

    expect(await knowledge().findDocument(longer)).toEqual(headOf(shorter))
    expect(await passagesOf(knowledge(), longer)).toEqual(stored(shorter))
    expect((await knowledge().listDocuments(longer.user_id, { limit: 10 })).documents).toHaveLength(1)
  })

  test('another user’s document of the same id is another document', async () => {
    const mine = knowledgeDocument()
    const theirs = knowledgeDocument({ document_id: mine.document_id, passages: numbered(2, 5) })
    await knowledge().putDocument(mine)
    const nobodys = { ...keyOf(mine), user_id: newId() }

    expect([await knowledge().findDocument(theirs), await passagesOf(knowledge(), nobodys)]).toEqual([undefined, []])
    await knowledge().putDocument(theirs)

    expect(await passagesOf(knowledge(), mine)).toEqual(stored(mine))
    expect(await passagesOf(knowledge(), theirs)).toEqual(stored(theirs))
  })
}

/** `count` passages that all say which version they are of. */
const versionOf = (key: DocumentKey, version: number, count: number): KnowledgeDocument =>
  knowledgeDocument({
    ...keyOf(key),
    passages: Array.from({ length: count }, (_, n) => ({ ...passage(n), content: `${version}` })),
    metadata: { source: `${version}` },
  })

const saysOnly = (count: number, version: number): string[] => Array.from({ length: count }, () => `${version}`)

function keepsWholeDocuments(knowledge: () => KnowledgeStore): void {
  const counts = [25, 3, 14, 31]
  const contentsOf = async (key: DocumentKey) => (await passagesOf(knowledge(), key)).map(({ content }) => content)

  test('of documents that are put under one id at once one is there whole, and whoever reads meanwhile reads one', async () => {
    const key = keyOf(knowledgeDocument())
    const versions = counts.map((count, version) => versionOf(key, version, count))
    const putting = { is: true }
    const seen: StoredDocument[] = []
    const reading = (async () => {
      while (putting.is) {
        const document = await knowledge().readDocument(key)
        if (document !== undefined) seen.push(document)
      }
    })()

    await Promise.all(versions.map((each) => knowledge().putDocument(each)))
    putting.is = false
    await reading

    const head = await knowledge().findDocument(key)
    expect(counts[Number(head?.metadata.source)]).toBe(head?.passage_count)
    seen.push(...[await knowledge().readDocument(key)].filter((document) => document !== undefined))
    expect(seen.length).toBeGreaterThan(0)
    for (const { head: read, passages } of seen) {
      const version = Number(read.metadata.source)
      expect(read.passage_count).toBe(counts[version])
      expect(passages.map(({ content }) => content)).toEqual(saysOnly(counts[version] ?? 0, version))
    }
    const places = Array.from({ length: 40 }, (_, position) => ({ document_id: key.document_id, position }))
    expect(await knowledge().readPlaces(key.user_id, places)).toHaveLength(head?.passage_count ?? 0)
  })

  test('a document that is put while it is deleted is there whole or not at all', async () => {
    const key = keyOf(knowledgeDocument())
    await knowledge().putDocument(versionOf(key, 0, 12))

    for (let round = 1; round <= 8; round++) {
      const put = knowledge().putDocument(versionOf(key, round, 23))
      await Promise.all([put, ...[1, 2, 3].map(() => knowledge().deleteDocument(key))])

      const head = await knowledge().findDocument(key)
      expect(await contentsOf(key)).toEqual(head === undefined ? [] : saysOnly(23, round))
    }
  })
}

const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, n) => passage(from + n))
const keyOf = ({ user_id, document_id }: DocumentKey): DocumentKey => ({ user_id, document_id })

function countsUses(knowledge: () => KnowledgeStore): void {
  test('uses are counted for their passage alone; the last scores and the latest time are kept', async () => {
    const document = knowledgeDocument({ passages: numbered(2) })
    await knowledge().putDocument(document)
    const use = (relevance: number) => [{ ...keyOf(document), position: 1, relevance }]
    const scores = Array.from({ length: keptScores + 5 }, (_, n) => n / 100)

    for (const [n, relevance] of scores.entries()) await knowledge().countUses(use(relevance), new Date(start + n))
    await knowledge().countUses(use(0.9), new Date(start - 1))

    const [first, second] = await passagesOf(knowledge(), document)
    expect(first?.usage_stats).toEqual(unused)
    expect(second?.usage_stats).toEqual({
      retrieval_count: scores.length + 1,
      last_accessed: new Date(start + scores.length - 1),
      relevance_scores: [...scores, 0.9].slice(-keptScores),
    })
  })

  test('uses of what is not there any more are passed over, and make nothing', async () => {
    const document = knowledgeDocument()
    await knowledge().putDocument(document)
    const gone = { document_id: newId(), position: 0, relevance: 1 }

    await knowledge().countUses([], new Date())
    await knowledge().countUses(
      [
        { ...gone, user_id: document.user_id },
        { ...keyOf(document), position: 9, relevance: 1 },
        { ...keyOf(document), position: 0, relevance: 0.5 },
      ],
      new Date(start),
    )

    const [only, ...others] = await passagesOf(knowledge(), document)
    expect([only?.usage_stats.retrieval_count, others]).toEqual([1, []])
    expect((await knowledge().listDocuments(document.user_id, { limit: 10 })).documents).toHaveLength(1)
  })
}

function findsPassages(knowledge: () => KnowledgeStore): void {
  test('passages are read by their place, those of the user alone and only what is there', async () => {
    const document = knowledgeDocument({ passages: numbered(3) })
    const theirs = knowledgeDocument({ document_id: document.document_id, passages: numbered(3, 9) })
    for (const each of [document, theirs]) await knowledge().putDocument(each)
    const { user_id, document_id, metadata } = document
    const places = [2, 0, 7].map((position) => ({ document_id, position }))

    const found = await knowledge().readPlaces(user_id, [...places, { document_id: newId(), position: 0 }])

    expect(found.toSorted((a, b) => a.position - b.position)).toEqual(
      [0, 2].map((position) => ({ document_id, position, content: `passage ${position + 1}`, metadata })),
    )
    expect(await knowledge().readPlaces(user_id, [])).toEqual([])
    expect(await knowledge().readPlaces(newId(), places)).toEqual([])
  })

  test.for<readonly [string, DocumentFilter, readonly number[]]>([
    ['nothing', {}, [0, 1, 2]],
    ['sources', { sources: ['a.txt', 'c.txt'] }, [0, 2]],
    ['a category', { categories: ['law'] }, [0, 1]],
    ['tags, of which it has all', { tags: ['Ω', '$gt'] }, [1]],
    ['a tag that is a part of another', { tags: ['$g'] }, []],
    ['when it was made, the end excluded', { created_from: new Date(start + 1), created_before: new Date(start + 2) }, [1]],
    ['importance', { min_importance: 0.5 }, [1, 2]],
    ['several at once', { categories: ['law'], tags: ['Ω'], min_importance: 0.5 }, [1]],
  ])('documents are found by %s', async ([, filter, expected]) => {
    const user_id = newId()
    const facets = [
      { source: 'a.txt', category: 'law', tags: ['Ω'], importance: 0.4 },
      { source: 'b.txt', category: 'law', tags: ['Ω', '$gt'], importance: 0.5 },
      { source: 'c.txt', category: null, tags: [], importance: 1 },
    ]
    const documents = facets.map((metadata, n) =>
      knowledgeDocument({ user_id, metadata: { ...metadata, created_at: new Date(start + n) } }),
    )
    const theirs = knowledgeDocument({ metadata: facets[1] ?? {} })
    for (const each of [...documents, theirs]) await knowledge().putDocument(each)
    const ids = documents.map(({ document_id }) => document_id)

    const found = await knowledge().filterDocuments(user_id, filter)
    const named = await knowledge().filterDocuments(user_id, { ...filter, document_ids: [...ids.slice(1), theirs.document_id] })

    expect(found.map((id) => ids.indexOf(id)).toSorted()).toEqual(expected)
    expect(named.map((id) => ids.indexOf(id)).toSorted()).toEqual(expected.filter((n) => n > 0))
  })
}

function countsRevisions(knowledge: () => KnowledgeStore): void {
  test('every change has a later revision than what was before it, and nobody else’s; a document names its own', async () => {
    const document = knowledgeDocument({ passages: numbered(12) })
    const { user_id } = document
    const revisions = [await knowledge().revision(user_id)]
    const change = async (work: () => Promise<unknown>) => {
      await work()
      revisions.push(await knowledge().revision(user_id))
      return (await knowledge().findDocument(document))?.revision
    }

    const first = await change(() => knowledge().putDocument(document))
    const second = await change(() => knowledge().putDocument(document))
    await change(() => knowledge().putDocument(knowledgeDocument({ user_id })))
    const unchanged = (await knowledge().findDocument(document))?.revision
    await change(() => knowledge().deleteDocument(document))
    await knowledge().putDocument(knowledgeDocument())

    expect(revisions[0]).toBe(0)
    expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b))
    expect([first !== second, second === unchanged]).toEqual([true, true])
    expect(await knowledge().revision(user_id)).toBe(revisions.at(-1))
  })

  test('of two documents that are put at once none is missed by whoever follows the revision', async () => {
    const user_id = newId()
    const documents = Array.from({ length: 8 }, () => knowledgeDocument({ user_id }))

    await Promise.all(documents.map((each) => knowledge().putDocument(each)))

    const { documents: heads } = await knowledge().listDocuments(user_id, { limit: 10 })
    const own = heads.map(({ revision }) => revision)
    expect(new Set(own).size).toBe(8)
    expect(await knowledge().revision(user_id)).toBeGreaterThanOrEqual(Math.max(...own))
  })

  test('who has documents is known until all of him is deleted', async () => {
    const [mine, theirs, nobody] = [knowledgeDocument(), knowledgeDocument(), newId()]
    for (const each of [mine, theirs]) await knowledge().putDocument(each)
    const ids = [mine.user_id, theirs.user_id, nobody]
    expect((await knowledge().knownUsers(ids)).toSorted()).toEqual([mine.user_id, theirs.user_id].toSorted())

    await knowledge().deleteUser(mine.user_id)

    expect(await knowledge().knownUsers(ids)).toEqual([theirs.user_id])
    expect([await knowledge().revision(mine.user_id), await knowledge().knownUsers([])]).toEqual([0, []])
  })
}

function pagesDocuments(knowledge: () => KnowledgeStore): void {
  test('pages of documents follow each other newest first, without a gap or a repetition, also within a millisecond', async () => {
    const user_id = newId()
    const documents = Array.from({ length: 11 }, (_, n) =>
      knowledgeDocument({ user_id, metadata: { created_at: new Date(start + Math.floor(n / 5)) } }),
    )
    await Promise.all([...documents, knowledgeDocument()].map((each) => knowledge().putDocument(each)))
    const newestFirst = documents.toSorted(
      (a, b) => b.metadata.created_at.getTime() - a.metadata.created_at.getTime() || (a.document_id < b.document_id ? 1 : -1),
    )

    const pages = await follow((after) => knowledge().listDocuments(user_id, { limit: 3, after }))

    expect(pages.map((page) => page.documents.length)).toEqual([3, 3, 3, 2])
    expect(pages.flatMap((page) => page.documents)).toEqual(newestFirst.map(headOf))
    expect((await knowledge().listDocuments(user_id, { limit: 11 })).next).toBeUndefined()
  })
}

async function follow(read: (after: DocumentPlace | undefined) => Promise<DocumentPage>): Promise<DocumentPage[]> {
  const pages = [await read(undefined)]
  for (let after = pages[0]?.next; after !== undefined; after = pages.at(-1)?.next) pages.push(await read(after))
  return pages
}

function deletesDocuments(knowledge: () => KnowledgeStore): void {
  test('a deleted document is gone with its passages, once; others stay, also another user’s of the same id', async () => {
    const document = knowledgeDocument({ passages: numbered(3) })
    const kept = knowledgeDocument({ user_id: document.user_id })
    const theirs = knowledgeDocument({ document_id: document.document_id })
    for (const each of [document, kept, theirs]) await knowledge().putDocument(each)

    const deleted = [await knowledge().deleteDocument(document), await knowledge().deleteDocument(document)]

    expect(deleted).toEqual([true, false])
    expect([await knowledge().findDocument(document), await passagesOf(knowledge(), document)]).toEqual([undefined, []])
    expect((await knowledge().listDocuments(document.user_id, { limit: 10 })).documents).toEqual([headOf(kept)])
    expect(await knowledge().findDocument(theirs)).toEqual(headOf(theirs))
  })

  test('of a deleted user nothing is left, however often he is deleted; of others everything', async () => {
    const [mine, theirs] = [knowledgeDocument(), knowledgeDocument()]
    for (const each of [mine, { ...mine, document_id: newId() }, theirs]) await knowledge().putDocument(each)

    expect(await knowledge().countPassages(mine.user_id)).toBe(2)
    await knowledge().deleteUser(mine.user_id)
    await knowledge().deleteUser(mine.user_id)

    expect([await knowledge().countPassages(mine.user_id), await knowledge().countPassages(theirs.user_id)]).toEqual([0, 1])
    expect((await knowledge().listDocuments(mine.user_id, { limit: 10 })).documents).toEqual([])
    expect(await passagesOf(knowledge(), mine)).toEqual([])
    expect(await passagesOf(knowledge(), theirs)).toEqual(stored(theirs))
  })
}
