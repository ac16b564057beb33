import { z } from 'zod'
import { startBare } from './bare-process.ts'
import { embedderThreads, findEmbedder, openBenchEmbedder } from './bench-embedder.ts'
import { makePassages } from './bench-texts.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

const batch = 64

/** Passages a second through the core's engine and its child, as an import embeds them, against the runtime driven directly. */
export const embedThroughput: Benchmark = {
  group: 'embed',
  rows: ['embed.throughput_ratio'],
  async *run({ pairs }) {
    const { path, name, weights } = await findEmbedder()
    await using engine = await openBenchEmbedder(path)
    const { signal } = new AbortController()
    await using bare = startBare('bare-embedder.ts', z.object({ ms: z.number(), dimensions: z.int() }))

    const texts = (run: number) => makePassages(batch, run + 10)
    const ours = async (run: number) => {
      const startedAt = performance.now()
      await Array.fromAsync(engine.embed(texts(run), signal))
      return perSecond(performance.now() - startedAt)
    }
    const theirs = async (run: number) =>
      perSecond((await bare.ask({ path, weights, texts: texts(run), threads: embedderThreads })).ms)
    const paired = await measurePairs(ours, theirs, { pairs })
    const samples = paired.pairs.map((pair) => pair.ours / pair.theirs)
    const direct = shortNumber(median(paired.pairs.map((pair) => pair.theirs)))
    yield {
      name: 'embed.throughput_ratio',
      figure: paired.ratio,
      unit: '',
      against: 'onnxruntime-node directly',
      ratio: paired.ratio,
      n: samples.length,
      samples,
      note: `${name}, ${batch} passages a run, directly ${direct} passages/s; ${spread(samples)}`,
    }
  },
}

const perSecond = (ms: number): number => (batch * 1000) / ms
