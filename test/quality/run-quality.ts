// What the router finds on the tuning half of the set, question by question, for whoever changes it:
//   node test/quality/run-quality.ts [--embedder ONNX_FOLDER] [--reranker ONNX_FOLDER] [--language en] [--half tune] [--details]
import { parseArgs } from 'node:util'
import { findEmbedder } from '../bench/bench-embedder.ts'
import { measureQuality, scoresOf } from './measure-quality.ts'
import { openQuality } from './open-quality.ts'
import { isAnswerable, readQuestions } from './quality-set.ts'

const { values } = parseArgs({
  options: {
    embedder: { type: 'string' },
    reranker: { type: 'string' },
    language: { type: 'string', default: 'en' },
    half: { type: 'string', default: 'tune' },
    details: { type: 'boolean', default: false },
  },
})
const tell = (line: string) => void process.stdout.write(`${line}\n`)
const questions = readQuestions().filter(
  ({ language, half }) =>
    (values.language === 'all' || language === values.language) && (values.half === 'all' || half === values.half),
)
const embedderPath = values.embedder ?? (await findEmbedder()).path
await using quality = await openQuality({ embedderPath, rerankerPath: values.reranker }, tell)
const outcomes = await measureQuality(quality, questions)
for (const route of ['auto', 'exact', 'vector', 'hybrid', 'plain'] as const) {
  const scores = scoresOf(outcomes.filter((outcome) => outcome.route === route))
  const figures = Object.entries(scores).map(([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(3)}`)
  tell(`${route.padEnd(7)} ${figures.join('  ')}`)
}
for (const kind of new Set(questions.filter(isAnswerable).map((question) => question.kind))) {
  const own = outcomes.filter(({ question, route }) => route === 'auto' && question.kind === kind)
  const { n, recall5, passage5, mrr, silent } = scoresOf(own)
  tell(
    `  ${kind.padEnd(11)} ${n}  recall5 ${recall5.toFixed(2)}  passage5 ${passage5.toFixed(2)}  mrr ${mrr.toFixed(2)}  silent ${silent.toFixed(2)}`,
  )
}
if (values.details)
  for (const { question, passage, document, relevant, found } of outcomes.filter(({ route }) => route === 'auto')) {
    if (isAnswerable(question) ? passage >= 0 && relevant : !relevant) continue
    const place = isAnswerable(question) ? `document ${document + 1} passage ${passage + 1}` : 'ANSWERED'
    tell(
      `${question.id} ${question.kind} ${place}${relevant ? '' : ' SILENT'}: ${question.text}\n      ${question.document}: ${found.join(', ')}`,
    )
  }
