// How well signs tell questions that are answered from those that are not, on the English tuning half: the rule as it is, and logistic models of its
// signs, each question judged by a fit on the others. "Withheld" are answerable questions whose document is left out: near misses, many of them.
//   node test/quality/run-signs.ts [--embedder ONNX_FOLDER]
import { parseArgs } from 'node:util'
import type { AnswerSigns } from '../../src-main/search/answer-signs.ts'
import { findEmbedder } from '../bench/bench-embedder.ts'
import { crossJudged, type Example, fitLogistic } from './fit-logistic.ts'
import { openQuality } from './open-quality.ts'
import { isAnswerable, readQuestions } from './quality-set.ts'

const { values } = parseArgs({ options: { embedder: { type: 'string' } } })
const tell = (line: string) => void process.stdout.write(`${line}\n`)

type Kind = 'answerable' | 'unanswerable' | 'withheld'

/** Few have no answer, so each counts twice; of the withheld some are answered elsewhere, so each counts half. */
const weights = { answerable: 1, unanswerable: 2, withheld: 0.5 } as const

const models: readonly (readonly (keyof AnswerSigns)[])[] = [
  ['strength', 'length', 'missing'],
  ['cosine', 'found', 'missing', 'length'],
  ['cosine', 'found', 'absent', 'missing', 'length'],
  ['strength', 'cosine', 'found', 'absent', 'missing', 'length'],
]

await using quality = await openQuality({ embedderPath: values.embedder ?? (await findEmbedder()).path }, tell)
const judged: { kind: Kind; id: string; relevant: boolean; route: string; signs: AnswerSigns }[] = []
for (const question of readQuestions().filter(({ language, half }) => language === 'en' && half === 'tune')) {
  const kinds: Kind[] = isAnswerable(question) ? ['answerable', 'withheld'] : ['unanswerable']
  for (const kind of kinds) {
    const { answer, signs } = await quality.findWithout(kind === 'withheld' ? question.document : null, question.text)
    if (signs) judged.push({ kind, id: question.id, relevant: answer.relevant, route: answer.route, signs })
  }
}
// By words alone there is no cosine, and another rule.
const asked = judged.filter(({ route }) => route !== 'exact')

function told(name: string, isRelevant: (n: number) => boolean): void {
  const share = (kind: Kind): string => {
    const own = [...asked.entries()].filter(([, each]) => each.kind === kind)
    return `${own.filter(([n]) => isRelevant(n)).length}/${own.length}`
  }
  const shares = (['answerable', 'unanswerable', 'withheld'] as const).map((kind) => `${kind} ${share(kind)}`)
  tell(`${name.padEnd(60)} got passages: ${shares.join('  ')}`)
}

told('the rule', (n) => asked[n]?.relevant === true)
for (const names of models) {
  const examples = asked.map(({ kind, id, signs }): Example => {
    return { group: id, signs: names.map((name) => signs[name]), isAnswered: kind === 'answerable', weight: weights[kind] }
  })
  const logits = crossJudged(examples)
  const answerable = logits.filter((_, n) => asked[n]?.kind === 'answerable').sort((a, b) => a - b)
  for (const silent of [3, 5]) told(`${names.join(' ')}, ${silent} silent`, (n) => (logits[n] ?? 0) >= (answerable[silent] ?? 0))
  tell(`  ${['constant', ...names].map((name, at) => `${name} ${(fitLogistic(examples)[at] ?? 0).toFixed(2)}`).join('  ')}`)
}
