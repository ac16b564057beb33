import { createHash } from 'node:crypto'
import type { WriteDb } from '../../src-main/db/database.ts'
import { putCollection } from '../../src-main/knowledge/collections.ts'
import { mergeWords } from '../../src-main/knowledge/merge-words.ts'
import { addPassages } from '../../src-main/knowledge/passages.ts'
import { newId } from '../../src-shared/ids.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { fillChats } from './fill-chats.ts'
import { mixedTexts, queryClasses } from './fulltext-queries.ts'
import { openBenchStore } from './open-bench-store.ts'
import type { Benchmark, Row } from './row.ts'
import { percentile, shortNumber } from './statistics.ts'

const rounds = 12
const passagesPerDocument = 50

/** The field that searches everything, asked for messages over the page's protocol. */
export const fulltextMessages: Benchmark = {
  group: 'fulltext',
  rows: ['fulltext.messages_100k.p95_ms'],
  async *run() {
    using folder = tempFolder()
    await makeStore(folder.path)
    await fillChats(folder.path, mixedTexts(2_000))
    await using core = await startCoreProcess(folder.path)
    const find = (query: string) => core.api.find.everything({ query, kinds: ['messages'] })
    yield await measure('fulltext.messages_100k.p95_ms', 100_000, { find })
  },
}

/** Passages by their words: the field that searches everything and the exact route of the router. */
export const fulltextPassages: Benchmark = {
  group: 'fulltext',
  rows: ['fulltext.passages_1m.p95_ms'],
  run: () => measurePassages('fulltext.passages_1m', 1_000_000),
}

/** The same on a tenth, which is filled within minutes. */
export const fulltextFewerPassages: Benchmark = {
  group: 'fulltext',
  rows: ['fulltext.passages_1m.p95_ms.n100k'],
  run: () => measurePassages('fulltext.passages_1m', 100_000, '.n100k'),
}

async function* measurePassages(name: string, count: number, size = ''): AsyncGenerator<Row> {
  using folder = tempFolder()
  await makeStore(folder.path)
  await fillPassages(folder.path, count)
  await using core = await startCoreProcess(folder.path)
  yield await measure(`${name}.p95_ms${size}`, count, {
    find: (query) => core.api.find.everything({ query, kinds: ['documents'] }),
    route: (query) => core.api.search.query({ query, route: 'exact' }),
  })
}

type Ask = (query: string) => Promise<unknown>

interface Measured {
  readonly of: string
  /** The slowest question when it was asked first. */
  readonly first: number
  readonly samples: readonly number[]
}

/** The figure is the p95 of the worst class by the worst way to ask; what each took stands in the note. */
async function measure(name: string, n: number, asks: Readonly<Record<string, Ask>>): Promise<Row> {
  const measured: Measured[] = []
  for (const [way, ask] of Object.entries(asks))
    for (const [of, queries] of Object.entries(queryClasses))
      measured.push({ of: Object.keys(asks).length > 1 ? `${of} (${way})` : of, ...(await timeClass(ask, queries)) })
  const figures = measured.map((each) => ({ ...each, p95: percentile([...each.samples], 0.95) }))
  const worst = figures.toSorted((a, b) => b.p95 - a.p95)[0]
  const note = figures.map(({ of, p95, first }) => `${of} ${shortNumber(p95)}, first ${shortNumber(first)}`).join('; ')
  return { name, figure: worst?.p95 ?? null, unit: 'ms', n, samples: worst?.samples ?? [], note: `p95 by class: ${note}` }
}

async function timeClass(ask: Ask, queries: readonly string[]): Promise<Omit<Measured, 'of'>> {
  const timed = async (query: string): Promise<number> => {
    const startedAt = performance.now()
    await ask(query)
    return performance.now() - startedAt
  }
  const firsts: number[] = []
  for (const query of queries) firsts.push(await timed(query))
  const samples: number[] = []
  for (let round = 0; round < rounds; round++) for (const query of queries) samples.push(await timed(query))
  return { first: Math.max(...firsts), samples }
}

/** A core makes the folder and its key. */
async function makeStore(folder: string): Promise<void> {
  await using core = await startCoreProcess(folder)
  await core.api.app.info()
}

async function fillPassages(folder: string, count: number): Promise<void> {
  await using store = await openBenchStore(folder)
  const collection = newId()
  store.db.transact((tx) => putCollection(tx, { id: collection, name: 'Rules', created_at: 1, updated_at: 1 }))
  const texts = mixedTexts(Math.min(count, 20_000))
  for (let from = 0; from < count; from += 5_000) {
    store.db.transact((tx) => {
      for (let at = from; at < from + 5_000; at += passagesPerDocument)
        addDocument(tx, collection, { at, texts: Array.from({ length: passagesPerDocument }, (_, n) => textOf(texts, at + n)) })
    })
    while (await mergeWords(store.db)) {
      // As an import does, only all at once.
    }
  }
}

/** Few texts are made, many are needed: a number tells them apart. */
const textOf = (texts: readonly string[], n: number): string => `${texts[n % texts.length] ?? ''} Note ${n}.`

function addDocument(tx: WriteDb, collection: string, { at, texts }: { at: number; texts: readonly string[] }): void {
  const id = newId()
  tx.prepare(
    "INSERT INTO documents (id, collection_id, name, size_bytes, status, created_at, updated_at) VALUES (?, ?, ?, 1, 'ready', 1, 1)",
  ).run(id, collection, `rules-${at}.txt`)
  let start = 0
  const passages = texts.map((text, position) => {
    const own = start
    start += text.length + 2
    const key = createHash('sha256').update(`${id}${position}`).digest('hex')
    return {
      id: key,
      document_id: id,
      position,
      start: own,
      end: own + text.length,
      page: null,
      place: null,
      heading: [],
      tokens: 60,
      text,
    }
  })
  addPassages(tx, passages)
}
