import { startCoreProcess } from '../helpers/core-process.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { type BenchEmbedder, findEmbedder, openBenchEmbedder } from './bench-embedder.ts'
import { makePassages, nameOf } from './bench-texts.ts'
import { type Asked, openChatBench } from './chat-bench.ts'
import { fillKnowledge } from './fill-knowledge.ts'
import { openBenchStore } from './open-bench-store.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

const passages = 10_000

/** What documents add until the model begins to read: the question's vector, the search, the sources' commit, the prompt. */
export const knowledgeAdded: Benchmark = {
  group: 'chat',
  rows: ['chat.knowledge_added_ms'],
  async *run({ pairs }) {
    const { scripted } = await ensureTestModels('scripted')
    const embedder = await findEmbedder()
    const folder = tempFolder()
    const asked = Array.from({ length: pairs + 10 }, (_, run) => askedPassage(run))
    const collectionId = await prepare(folder.path, { embedder, asked })
    await using bench = await openChatBench(scripted, { max_answer_tokens: 16, temperature: 0 }, folder)

    const found: Asked[] = []
    const paired = await measurePairs(
      async (run) => {
        const asked = await bench.ask(question(run), { collectionIds: [collectionId] })
        found.push(asked)
        return msToReading(asked)
      },
      async (run) => msToReading(await bench.ask(question(run))),
      { pairs, warmUps: 5 },
    )
    const samples = paired.pairs.map(({ ours, theirs }) => ours - theirs)
    const timings = (stage: 'embed' | 'retrieve') => shortNumber(median(found.map(({ reply }) => reply.timings?.[stage] ?? 0)))
    const sources = median(found.map(({ reply }) => reply.sources.length))
    yield {
      name: 'chat.knowledge_added_ms',
      figure: paired.difference,
      unit: 'ms',
      against: 'the same question without documents',
      n: samples.length,
      samples,
      note: `${embedder.name}; ${passages} passages put in directly, all vectors but those of the asked seeded noise; ${sources} sources; of it embedding ${timings('embed')} ms, retrieving ${timings('retrieve')} ms; ${spread(samples)}`,
    }
  },
}

interface Knowledge {
  readonly embedder: BenchEmbedder
  /** Passages that get the vectors they would have; embedding all of them would take minutes. */
  readonly asked: readonly number[]
}

/** A core makes the folder, its key and the embedder's entry; the passages go in while no core runs. */
async function prepare(folder: string, { embedder, asked }: Knowledge): Promise<string> {
  const embedderId = await importEmbedder(folder, embedder.path)
  const texts = makePassages(passages)
  const vectors = await embedAll(
    embedder.path,
    asked.map((n) => texts[n] ?? ''),
  )
  const embedded = new Map(asked.map((n, at) => [n, vectors[at] ?? new Float32Array()]))
  await using store = await openBenchStore(folder)
  return fillKnowledge(store.db, { passages, embedderId, embedded })
}

async function embedAll(path: string, texts: readonly string[]): Promise<Float32Array[]> {
  await using embedder = await openBenchEmbedder(path)
  return await Array.fromAsync(embedder.embed(texts, new AbortController().signal))
}

async function importEmbedder(folder: string, path: string): Promise<string> {
  await using core = await startCoreProcess(folder)
  const { id } = await core.api.models.import({ path, role: 'embedder' })
  await core.api.settings.change({ embedder_id: id })
  return id
}

const askedPassage = (run: number): number => (run + 5) * 131

const question = (run: number): string => `What does rule ${askedPassage(run)} of ${nameOf(askedPassage(run))} say?`

function msToReading(asked: Asked): number {
  return asked.msTo('reading') ?? Number.NaN
}
