import { randomUUIDv7 } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createPassageMaker } from '../../src-main/knowledge/make-passages.ts'
import { parseDocument } from '../../src-main/knowledge/parse/parse-document.ts'
import { embeddingText } from '../../src-shared/retrieval/embedding-text.ts'
import { type KnowledgeBench, openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { startBare } from './bare-process.ts'
import { embedderThreads, findEmbedder } from './bench-embedder.ts'
import { makePassages } from './bench-texts.ts'
import { parserPeak } from './import-peak.ts'
import { largeDocuments } from './large-documents.ts'
import { watchTasks } from './longest-task.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark, Row } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

const { signal } = new AbortController()

/** What an import costs: its speed against the bare embedder, how long the core is at one thing, and what a parser takes. */
export const importBench: Benchmark = {
  group: 'import',
  rows: ['import.throughput_ratio', 'import.longest_core_task_ms', 'import.parser_peak_mb'],
  async *run({ pairs, tell }) {
    yield await throughput(pairs)
    yield await longestTask(tell)
    yield await peak(tell)
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

/** An import is watched so long: reading 300 MB to the end, and embedding it, would take hours. */
const watchMs = 60_000

async function longestTask(tell: (line: string) => void): Promise<Row> {
  using folder = tempFolder()
  const { path: embedderPath, name } = await findEmbedder()
  const samples: number[] = []
  const notes: string[] = []
  for (const document of largeDocuments.slice(0, 2)) {
    await using bench = await openKnowledgeBench({ folder: folder.path, embedderPath })
    const path = document.write(folder.path)
    using watch = watchTasks()
    const job = await bench.importer.importPaths({ jobId: randomUUIDv7(), collectionId: bench.collectionId }, [path], signal)
    await Promise.race([bench.importer.idle(), delay(watchMs)])
    const count = bench.db.prepare<[], number>('SELECT count(*) FROM passages').pluck().get() ?? 0
    bench.importer.stop(job.id)
    await bench.importer.idle()
    samples.push(watch.longestMs())
    notes.push(`${document.name} ${shortNumber(watch.longestMs())} ms over ${count} passages`)
    tell(notes.at(-1) ?? '')
  }
  return {
    ...{ name: 'import.longest_core_task_ms', figure: Math.max(...samples), unit: 'ms', n: samples.length, samples },
    note: `processor time of the core's thread, the first ${watchMs / 1000} s of each, ${name}: ${notes.join('; ')}`,
  }
}

async function peak(tell: (line: string) => void): Promise<Row> {
  using folder = tempFolder()
  const samples: number[] = []
  let largest = { name: '', megabytes: 0 }
  for (const document of largeDocuments) {
    const found = await parserPeak(document.write(folder.path))
    tell(`${found.name}: ${found.megabytes} MB, ${shortNumber(found.characters / 1e6)} million characters`)
    samples.push(found.megabytes)
    if (found.megabytes > largest.megabytes) largest = found
  }
  return {
    ...{ name: 'import.parser_peak_mb', figure: largest.megabytes, unit: 'MB', n: samples.length, samples },
    note: `a child of its own for each of ${samples.length} large files; the most for ${largest.name}`,
  }
}
