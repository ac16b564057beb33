import { readFileSync } from 'node:fs'
import { openKey } from '../../src-main/db/key.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { createVectorIndex } from '../../src-main/search/vector-index.ts'
import { benchEmbedder, dimension, documentsOf, filters, questionsOf, readFilled, wanted } from './vectors/filled-set.ts'
import { createVectors } from './vectors/generate-vectors.ts'

/** What a process tells that does nothing but search. */
export interface QueryFigures {
  readonly coldFirstMs: number
  readonly timesMs: readonly number[]
  readonly recall: number
  readonly filters: readonly { readonly share: number; readonly recall: number; readonly timesMs: readonly number[] }[]
  /** Anonymous memory of the process: what it shares with the page cache is not its own. */
  readonly privateMb: number
}

// Searches a filled folder as the core does, on threads of its own. Usage: fork('query-vectors.ts', [FOLDER])
const [folder = ''] = process.argv.slice(2)
const { generator, count, truth } = readFilled(folder)
const { key } = await openKey({ folder })
const questions = questionsOf(createVectors(generator, { dimension, count }))
await using index = createVectorIndex({ path: storePath(folder), key })
const { signal } = new AbortController()

const coldFirstMs = (await ask(0)).ms
await askAll(0)
const all = await askAll(0)
const filtered = []
for (const [n, filter] of filters.entries()) {
  const documentIds = documentsOf(count, filter)
  // The first reads the filter.
  await ask(0, n + 1, documentIds)
  filtered.push({ share: filter.share, ...(await askAll(n + 1, documentIds)) })
}
process.send?.({ coldFirstMs, ...all, filters: filtered, privateMb: privateMb() } satisfies QueryFigures)
process.disconnect()

async function ask(question: number, filter = 0, documentIds?: readonly string[]) {
  const query = questions[question] ?? new Float32Array(dimension)
  const startedAt = performance.now()
  const found = await index.search(query, { embedderId: benchEmbedder, limit: wanted, documentIds }, signal)
  const ms = performance.now() - startedAt
  const right = new Set(truth[filter]?.[question])
  return { ms, hits: found.filter(({ passage }) => right.has(passage)).length, of: right.size }
}

async function askAll(filter: number, documentIds?: readonly string[]) {
  const timesMs: number[] = []
  let [hits, of] = [0, 0]
  for (const n of questions.keys()) {
    const asked = await ask(n, filter, documentIds)
    timesMs.push(asked.ms)
    hits += asked.hits
    of += asked.of
  }
  return { timesMs, recall: hits / of }
}

function privateMb(): number {
  const [, kilobytes = '0'] = /^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
