import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { writeDemoEmbedder } from '../../src-main/models/demo/write-demo-embedder.ts'
import { measureQuality, type Outcome, type Scores, scoresOf } from '../quality/measure-quality.ts'
import { openQuality } from '../quality/open-quality.ts'
import { isAnswerable, readDocuments, readQuestions } from '../quality/quality-set.ts'
import { writeReport } from '../quality/write-report.ts'
import { type BenchEmbedder, findEmbedder } from './bench-embedder.ts'
import type { Benchmark, Row } from './row.ts'

const generatedFolder = fileURLToPath(new URL('../../.cache/quality-embedder', import.meta.url))

const goals = [
  'retrieval.en.auto.recall5',
  'retrieval.en.auto.mrr',
  'retrieval.en.auto.ndcg10',
  'retrieval.en.auto.against_best_route',
  'retrieval.en.auto.passage5',
  'retrieval.en.auto.against_plain_fusion',
  'retrieval.en.false_answer_rate',
  'retrieval.en.silent_on_answerable_rate',
]

/**
 * The set in `test/quality` imported and asked as the product does it, the half that nothing was chosen on. The rows of the
 * generated embedder say so in their names.
 */
export const retrieval: Benchmark = {
  group: 'retrieval',
  rows: goals,
  async *run({ tell, write }) {
    const found = await findEmbedder()
    const measured = [{ prefix: 'retrieval', embedder: found, outcomes: await measure(found, tell) }]
    if (found.name !== generated.name) {
      await rm(generatedFolder, { recursive: true, force: true })
      await writeDemoEmbedder(generatedFolder)
      measured.push({ prefix: 'retrieval.generated', embedder: generated, outcomes: await measure(generated, tell) })
    }
    for (const { prefix, embedder, outcomes } of measured) yield* rowsOf(prefix, embedder, outcomes)
    if (write) await writeReport(measured.map(({ embedder, outcomes }) => ({ name: embedder.name, outcomes })))
  },
}

const generated: BenchEmbedder = { path: generatedFolder, name: 'the generated embedder', weights: 'onnx/model.onnx' }

async function measure({ path }: BenchEmbedder, tell: (line: string) => void): Promise<readonly Outcome[]> {
  await using quality = await openQuality({ embedderPath: path }, tell)
  return await measureQuality(
    quality,
    readQuestions().filter(({ half }) => half === 'report'),
  )
}

function* rowsOf(prefix: string, { name }: BenchEmbedder, outcomes: readonly Outcome[]): Generator<Row> {
  const languages = [...new Set(outcomes.map(({ question }) => question.language))]
  for (const language of languages) {
    const own = outcomes.filter(({ question }) => question.language === language)
    yield* languageRows(`${prefix}.${language}`, name, own)
  }
  const formats = new Map(readDocuments().map(({ id, format }) => [id, format]))
  for (const format of new Set(formats.values())) {
    const own = outcomes.filter(({ question }) => isAnswerable(question) && formats.get(question.document ?? '') === format)
    const scores = scoresOf(own.filter(({ route }) => route === 'auto'))
    yield row(`${prefix}.${format}.auto.passage5`, scores.passage5, { n: scores.n, note: name })
  }
}

function* languageRows(prefix: string, note: string, outcomes: readonly Outcome[]): Generator<Row> {
  const of = (route: Outcome['route']): Scores => scoresOf(outcomes.filter((outcome) => outcome.route === route))
  const [auto, plain] = [of('auto'), of('plain')]
  const { n } = auto
  for (const route of ['auto', 'exact', 'vector', 'hybrid', 'plain'] as const) {
    const scores = of(route)
    for (const figure of ['recall5', 'passage5', 'mrr', 'ndcg10'] as const)
      yield row(`${prefix}.${route}.${figure}`, scores[figure], { n, note })
  }
  const best = Math.max(...(['exact', 'vector', 'hybrid'] as const).map((route) => of(route).recall5))
  yield row(`${prefix}.auto.against_best_route`, auto.recall5 / best, {
    n,
    note,
    against: 'the best of exact, vector and hybrid',
  })
  const against = 'rank fusion (k = 60) of words and vectors over the same passages'
  yield row(`${prefix}.auto.against_plain_fusion`, auto.passage5 / plain.passage5, { n, note, against })
  yield row(`${prefix}.false_answer_rate`, auto.falseAnswers, { n: auto.unanswerable, note })
  yield row(`${prefix}.silent_on_answerable_rate`, auto.silent, { n, note })
}

const row = (name: string, figure: number, more: Pick<Row, 'n' | 'note' | 'against'>): Row => ({
  name,
  figure,
  unit: 'share',
  ...more,
})
