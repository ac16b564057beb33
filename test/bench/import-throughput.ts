import { randomUUIDv7 } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { createPassageMaker } from '../../src-main/knowledge/make-passages.ts'
import { parseDocument } from '../../src-main/knowledge/parse/parse-document.ts'
import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import { type KnowledgeBench, openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { startBare } from './bare-process.ts'
import { embedderThreads, findEmbedder } from './bench-embedder.ts'
import { makePassages } from './bench-texts.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark, Row } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

const { signal } = new AbortController()

/** Passages a second from the file to the store, against the runtime driven directly with the same passages. */
export const importThroughput: Benchmark = {
  group: 'import',
  rows: ['import.throughput_ratio'],
  async *run({ pairs }) {
    yield await throughput(pairs)
  },
}

const passagesPerRun = 64

/** Files of prose, as many passages as the embedder alone gets in the other half of the pair. */
async function throughput(pairs: number): Promise<Row> {
  using folder = tempFolder()
  const { path: embedderPath, name, weights } = await findEmbedder()
  await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
  await using bare = startBare('bare-embedder.ts', z.object({ ms: z.number(), dimensions: z.int() }))
  const files = (run: number): string => {
    const path = join(folder.path, `rules-${run}.txt`)
    writeFileSync(path, makePassages(passagesPerRun, run + 1000).join('\n\n'))
    return path
  }
  const ours = async (run: number): Promise<number> => {
    const path = files(run)
    const startedAt = performance.now()
    await bench.importer.importPaths({ jobId: randomUUIDv7(), collectionId: bench.collectionId }, [path], signal)
    await bench.importer.idle()
    return (passagesOfJob(bench, path) * 1000) / (performance.now() - startedAt)
  }
  const theirs = async (run: number): Promise<number> => {
    const texts = await textsOf(bench, files(run), embedderPath)
    const { ms } = await bare.ask({ path: embedderPath, weights, texts, threads: embedderThreads })
    return (texts.length * 1000) / ms
  }
  const paired = await measurePairs(ours, theirs, { pairs })
  const samples = paired.pairs.map((pair) => pair.ours / pair.theirs)
  const direct = shortNumber(median(paired.pairs.map((pair) => pair.theirs)))
  return {
    ...{
      name: 'import.throughput_ratio',
      figure: paired.ratio,
      unit: '',
      against: 'onnxruntime-node directly',
      ratio: paired.ratio,
    },
    ...{ n: samples.length, samples },
    note: `${name}, a file of ${passagesPerRun} paragraphs a run, read, cut, embedded and written; directly ${direct} passages/s; ${spread(samples)}`,
  }
}

const passagesOfJob = ({ db }: KnowledgeBench, path: string): number =>
  db.prepare<[string], number>('SELECT passages FROM documents WHERE path = ?').pluck().get(path) ?? 0

/** What an import would embed of a file. */
async function textsOf({ embedder }: KnowledgeBench, path: string, embedderPath: string): Promise<string[]> {
  const { max_tokens: maxTokens } = await embedder.load({ id: embedderPath, path: embedderPath }, signal)
  const title = path.split('/').at(-1) ?? ''
  const make = createPassageMaker({ documentId: path, title }, { count: (texts) => embedder.count(texts, signal), maxTokens })
  const texts: string[] = []
  for await (const part of parseDocument({ path, name: title }, signal)) {
    if (part.part === 'text')
      texts.push(...(await make(part)).map(({ heading, text }) => embeddingText({ title, heading, text })))
  }
  return texts
}
