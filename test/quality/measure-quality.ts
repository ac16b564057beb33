import { documentOf, type Found, type MeasuredRoute, type Quality, routes } from './open-quality.ts'
import { foldForMatch, isAnswerable, type SetQuestion } from './quality-set.ts'

/** What one question got on one route. Places count from 0; -1 is nowhere. */
export interface Outcome {
  readonly question: SetQuestion
  readonly route: MeasuredRoute
  /** Of the right document and of a passage with the answer among the first five. */
  readonly document: number
  readonly passage: number
  /** The same among the first ten. */
  readonly documentOfTen: number
  readonly passageOfTen: number
  /** Whether anything is handed to the model. */
  readonly relevant: boolean
  readonly found: readonly string[]
}

/** Every question on every route, asked as a chat asks: five passages, and ten for the figures that look at ten. */
export async function measureQuality(quality: Quality, questions: readonly SetQuestion[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const question of questions) {
    for (const route of routes) outcomes.push(await measureRoute(quality, question, route))
    const ten = await quality.findPlainly(question.text, 10)
    outcomes.push(outcome(question, { route: 'plain', five: ten.slice(0, 5), ten, relevant: ten.length > 0 }))
  }
  return outcomes
}

export async function measureRoute(quality: Quality, question: SetQuestion, route: (typeof routes)[number]): Promise<Outcome> {
  const five = await quality.find(question.text, route, 5)
  const ten = await quality.find(question.text, route, 10)
  return outcome(question, { route, five: five.results, ten: ten.results, relevant: five.relevant })
}

interface Results {
  readonly route: MeasuredRoute
  readonly five: readonly Found[]
  readonly ten: readonly Found[]
  readonly relevant: boolean
}

function outcome(question: SetQuestion, { route, five, ten, relevant }: Results): Outcome {
  const answers = question.answers.map(foldForMatch)
  const isRight = (result: Found): boolean => documentOf(result) === question.document
  const hasAnswer = (result: Found): boolean => {
    const text = foldForMatch(result.text)
    return isRight(result) && answers.some((answer) => text.includes(answer))
  }
  return {
    ...{ question, route, relevant, found: five.map(documentOf) },
    ...{ document: five.findIndex(isRight), passage: five.findIndex(hasAnswer) },
    ...{ documentOfTen: ten.findIndex(isRight), passageOfTen: ten.findIndex(hasAnswer) },
  }
}

export interface Scores {
  readonly n: number
  readonly recall5: number
  readonly passage5: number
  readonly mrr: number
  readonly ndcg10: number
  /** Answerable questions that got nothing. */
  readonly silent: number
  /** Questions without an answer, and how many of them got passages. */
  readonly unanswerable: number
  readonly falseAnswers: number
}

/** MRR is of the right document among ten, nDCG of the answering passage, of which there is one. */
export function scoresOf(outcomes: readonly Outcome[]): Scores {
  const answerable = outcomes.filter(({ question }) => isAnswerable(question))
  const others = outcomes.filter(({ question }) => !isAnswerable(question))
  const mean = (of: readonly Outcome[], value: (outcome: Outcome) => number) =>
    of.reduce((sum, each) => sum + value(each), 0) / of.length
  return {
    n: answerable.length,
    recall5: mean(answerable, ({ document }) => (document >= 0 ? 1 : 0)),
    passage5: mean(answerable, ({ passage }) => (passage >= 0 ? 1 : 0)),
    mrr: mean(answerable, ({ documentOfTen }) => (documentOfTen >= 0 ? 1 / (documentOfTen + 1) : 0)),
    ndcg10: mean(answerable, ({ passageOfTen }) => (passageOfTen >= 0 ? 1 / Math.log2(passageOfTen + 2) : 0)),
    silent: mean(answerable, ({ relevant }) => (relevant ? 0 : 1)),
    unanswerable: others.length,
    falseAnswers: mean(others, ({ relevant }) => (relevant ? 1 : 0)),
  }
}
