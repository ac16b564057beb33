// What the importance of documents does to what the router finds on the set, in English: at best, at worst, and at random:
//   node test/quality/run-importance.ts [--embedder ONNX_FOLDER] [--half tune]
import { parseArgs } from 'node:util'
import type { Importance } from '../../src-shared/rows/facets.ts'
import { findEmbedder } from '../bench/bench-embedder.ts'
import { seeded } from '../helpers/seeded.ts'
import { measureRoute, type Outcome, scoresOf } from './measure-quality.ts'
import { openQuality } from './open-quality.ts'
import { readQuestions, type SetQuestion } from './quality-set.ts'

const { values } = parseArgs({ options: { embedder: { type: 'string' }, half: { type: 'string', default: 'tune' } } })
const tell = (line: string) => void process.stdout.write(`${line}\n`)
const random = seeded(43)

type Giving = (question: SetQuestion) => (document: string) => Importance

const givings: Readonly<Record<string, Giving>> = {
  'all normal': () => () => 'normal',
  'right high': (question) => (document) => (document === question.document ? 'high' : 'normal'),
  'others high': (question) => (document) => (document === question.document ? 'normal' : 'high'),
  'right low, others high': (question) => (document) => (document === question.document ? 'low' : 'high'),
  random: () => () => (['low', 'normal', 'high'] as const)[Math.floor(random() * 3)] ?? 'normal',
}

const questions = readQuestions().filter(({ language, half }) => language === 'en' && half === values.half)
await using quality = await openQuality({ embedderPath: values.embedder ?? (await findEmbedder()).path }, tell)
for (const [name, giving] of Object.entries(givings)) {
  const outcomes: Outcome[] = []
  for (const question of questions) {
    quality.giveImportance(giving(question))
    outcomes.push(await measureRoute(quality, question, 'auto'))
  }
  const { recall5, passage5, mrr, silent, falseAnswers } = scoresOf(outcomes)
  const figures = Object.entries({ recall5, passage5, mrr, silent, falseAnswers })
  tell(`${name.padEnd(24)} ${figures.map(([figure, value]) => `${figure} ${value.toFixed(3)}`).join('  ')}`)
}
quality.giveImportance(() => 'normal')
