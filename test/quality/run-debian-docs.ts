// Recall of the automatic route over 200 Debian documents, with a real embedder:
//   node test/quality/run-debian-docs.ts --work FOLDER --embedder ONNX_FOLDER [--details]
// FOLDER keeps the documents (fetched with apt-get on the first run) and the store, so a second run only asks.
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import { openKnowledgeBench } from '../helpers/knowledge-bench.ts'
import { buildDebianCorpus } from './debian-corpus.ts'

const quality = z.object({
  questions: z.array(z.object({ question: z.string(), expected: z.array(z.string()).min(1) })),
  unanswerable: z.array(z.string()),
})

const { values } = parseArgs({
  options: { work: { type: 'string' }, embedder: { type: 'string' }, details: { type: 'boolean', default: false } },
})
const { work, embedder, details } = values
if (work === undefined || embedder === undefined)
  throw new Error('Usage: run-debian-docs.ts --work FOLDER --embedder ONNX_FOLDER')

const { questions, unanswerable } = quality.parse(
  JSON.parse(readFileSync(new URL('./debian-docs.json', import.meta.url), 'utf8')),
)
const tell = (line: string) => void process.stdout.write(`${line}\n`)

await mkdir(work, { recursive: true })
const documents = await buildDebianCorpus(work, tell)
await using bench = await openKnowledgeBench({ folder: work, embedderPath: embedder })
await bench.importFolder(documents, tell)

for (const route of ['auto', 'hybrid', 'vector', 'exact'] as const) {
  const answers = []
  for (const { question, expected } of questions) {
    const answer = await bench.ask({ query: question, route, top_k: 5 })
    answers.push({ question, expected, answer, place: placeOf(answer, expected) })
  }
  const found = answers.filter(({ place }) => place >= 0)
  const first = answers.filter(({ place }) => place === 0)
  const silent = answers.filter(({ answer }) => !answer.relevant)
  tell(`${route}: recall@5 ${found.length}/${answers.length}, recall@1 ${first.length}, silent on answerable ${silent.length}`)
  if (route !== 'auto') continue
  for (const { question, expected, answer, place } of answers) {
    if (!details && place >= 0 && answer.relevant) continue
    tell(`  ${place < 0 ? 'MISSED' : place + 1}${answer.relevant ? '' : ' SILENT'} ${question}`)
    tell(`    wanted ${expected.join(' | ')}; found ${answer.results.map(({ document }) => document).join(', ')}`)
  }
}
const falselyAnswered = []
for (const question of unanswerable) {
  const { relevant } = await bench.ask({ query: question, route: 'auto', top_k: 5 })
  if (relevant) falselyAnswered.push(question)
}
for (const question of falselyAnswered) tell(`  answered: ${question}`)
tell(`unanswerable questions that got passages: ${falselyAnswered.length}/${unanswerable.length}`)

function placeOf({ results }: SearchAnswer, expected: readonly string[]): number {
  return results.findIndex(({ document }) => expected.includes(basename(document, extname(document))))
}
