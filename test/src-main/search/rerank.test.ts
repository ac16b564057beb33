import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { organiseDocument } from '../../../src-main/knowledge/document-facets.ts'
import type { PassageReranker } from '../../../src-main/search/rerank.ts'
import type { SearchAnswer } from '../../../src-shared/desktop/search.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { type KnowledgeFixture, openKnowledge } from '../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()
const topics = Array.from({ length: 40 }, (_, at) => `The pump of house ${at} has a warranty of ${at} months.`)

interface Opened extends KnowledgeFixture {
  readonly scored: string[][]
}

/** Forty documents that are all about the same, so that the search's own order says little. */
async function openReranked(
  folder: string,
  score: PassageReranker['score'],
  options: { limitMs?: number; isChosen?: boolean } = {},
): Promise<Opened> {
  const scored: string[][] = []
  const reranker: PassageReranker = {
    load: async () => undefined,
    score(model, toScore, at) {
      scored.push([...toScore.texts])
      return score(model, toScore, at)
    },
  }
  const model = options.isChosen === false ? undefined : { id: 'ranks', path: 'ranks' }
  const limit = options.limitMs === undefined ? {} : { rerankLimitMs: options.limitMs }
  const knowledge = openKnowledge({ folder, reranking: { reranker, rerankerModel: () => model, ...limit } })
  mkdirSync(join(folder, 'files'))
  for (const [at, text] of topics.entries()) writeFileSync(join(folder, 'files', `house-${at}.md`), text)
  await knowledge.importAll([join(folder, 'files')])
  return { ...knowledge, scored, [Symbol.asyncDispose]: () => knowledge[Symbol.asyncDispose]() }
}

const question = 'How long is the warranty of the pump?'
const ask = (knowledge: Opened, query = question): Promise<SearchAnswer> =>
  knowledge.retrieve({ query, route: 'auto', top_k: 5 }, signal)
const passageIds = ({ results }: SearchAnswer): string[] => results.map(({ passage_id }) => passage_id)

test('the first twenty are put in the order of their scores, and no more are scored', async () => {
  using temp = tempFolder()
  let wanted = ''
  await using knowledge = await openReranked(temp.path, async (_, { texts }) => {
    wanted = texts[17] ?? ''
    return texts.map((text) => (text === wanted ? 0.97 : 0.1))
  })

  const answer = await ask(knowledge)

  expect(knowledge.scored.map(({ length }) => length)).toEqual([20])
  expect(answer).toMatchObject({ rerank: 'done', relevant: true, reason: expect.stringContaining('reranker') })
  expect(wanted).toContain(answer.results[0]?.text.trim())
  expect(answer.results.map(({ scores }) => scores.rerank)).toEqual([0.97, 0.1, 0.1, 0.1, 0.1])
  expect(answer.timings_ms.rerank).toBeGreaterThan(0)
})

test('of passages that it finds as good that of an important document comes first, and none before a clearly better one', async () => {
  using temp = tempFolder()
  const better = 'house 3 '
  await using knowledge = await openReranked(temp.path, async (_, { texts }) =>
    texts.map((text) => (text.includes(better) ? 0.9 : 0.6)),
  )
  const plain = await ask(knowledge)
  const last = plain.results.at(-1)
  const { db } = knowledge

  db.transact((tx) => organiseDocument(tx, last?.document_id ?? '', { change: { importance: 'high' }, at: 1 }))

  const { results, rerank, relevant } = await ask(knowledge)
  const before = plain.results.filter(({ scores }) => scores.rerank === 0.9).length
  expect({ rerank, relevant }).toEqual({ rerank: 'done', relevant: true })
  expect(results[before]).toMatchObject({ document_id: last?.document_id, scores: { rerank: 0.6, importance: 0.05 } })
  expect(results.slice(0, before)).toEqual(plain.results.slice(0, before))
})

test('its score decides whether there is an answer, whatever the words and vectors say', async () => {
  using temp = tempFolder()
  let score = 0.2
  await using knowledge = await openReranked(temp.path, async (_, { texts }) => texts.map(() => score))

  expect((await ask(knowledge)).relevant).toBe(false)
  score = 0.6
  expect((await ask(knowledge)).relevant).toBe(true)
})

interface Failing {
  readonly what: string
  readonly score: PassageReranker['score']
  readonly outcome: SearchAnswer['rerank']
  readonly faults: number
}

test.each<Failing>([
  { what: 'fails', score: async () => Promise.reject(new AppError('engine.crashed')), outcome: 'failed', faults: 1 },
  { what: 'gives too few scores', score: async () => [0.9], outcome: 'failed', faults: 1 },
  {
    what: 'is slow',
    score: (_, __, at) => new Promise((_, reject) => at.addEventListener('abort', () => reject(new AppError('aborted')))),
    outcome: 'late',
    faults: 0,
  },
])('one that $what costs the order and not the answer, and the reason says so', async ({ score, outcome, faults }) => {
  using temp = tempFolder()
  using other = tempFolder()
  await using without = await openReranked(other.path, async () => [], { isChosen: false })
  await using knowledge = await openReranked(temp.path, score, { limitMs: 60 })

  const answer = await ask(knowledge)
  const plain = await ask(without)

  expect(answer).toMatchObject({ rerank: outcome, relevant: plain.relevant, reason: expect.stringContaining('reranker') })
  expect(answer.results.map(({ text }) => text)).toEqual(plain.results.map(({ text }) => text))
  expect(answer.results.every(({ scores }) => scores.rerank === undefined)).toBe(true)
  expect(knowledge.faults).toHaveLength(faults)
  expect(plain).toMatchObject({ rerank: null, timings_ms: { rerank: expect.any(Number) } })
  expect(passageIds(plain)).toHaveLength(5)
})

test('what is looked for as it is written stays in the order of the words', async () => {
  using temp = tempFolder()
  await using knowledge = await openReranked(temp.path, async (_, { texts }) => texts.map(() => 0))

  const answer = await ask(knowledge, '"house 7 has"')

  expect(answer).toMatchObject({ route: 'exact', rerank: null })
  expect(answer.results[0]?.text).toContain('house 7 has')
  expect(knowledge.scored).toEqual([])
})

test('somebody who gives up does not wait for the reranker', async () => {
  using temp = tempFolder()
  const stop = new AbortController()
  await using knowledge = await openReranked(temp.path, (_, __, at) => {
    const scores = Promise.withResolvers<number[]>()
    at.addEventListener('abort', () => scores.reject(at.reason))
    stop.abort(new AppError('aborted'))
    return scores.promise
  })

  const given = knowledge.retrieve({ query: question, route: 'auto', top_k: 5 }, stop.signal)

  await expect(given).rejects.toMatchObject({ code: 'aborted' })
  expect(knowledge.faults).toEqual([])
})
