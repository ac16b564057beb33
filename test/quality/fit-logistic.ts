export interface Example {
  /** Examples of one group are never fitted on and judged by the same fit. */
  readonly group: string
  readonly signs: readonly number[]
  readonly isAnswered: boolean
  readonly weight: number
}

/** Coefficients of a logistic model, the constant first. */
export type Coefficients = readonly number[]

const steps = 4_000
const rate = 0.02
/** Keeps coefficients small: there are few examples. */
const ridge = 1

export const logit = ([constant = 0, ...others]: Coefficients, signs: readonly number[]): number =>
  others.reduce((sum, coefficient, at) => sum + coefficient * (signs[at] ?? 0), constant)

/** By plain descent on signs of one mean and spread. */
export function fitLogistic(examples: readonly Example[]): Coefficients {
  const count = examples[0]?.signs.length ?? 0
  const columns = Array.from({ length: count }, (_, at) => examples.map(({ signs }) => signs[at] ?? 0))
  const means = columns.map(meanOf)
  const spreads = columns.map((values, at) => Math.sqrt(meanOf(values.map((value) => (value - (means[at] ?? 0)) ** 2))) || 1)
  const scaled = examples.map(({ signs }) => signs.map((value, at) => (value - (means[at] ?? 0)) / (spreads[at] ?? 1)))
  let fitted: Coefficients = Array.from({ length: count + 1 }, () => 0)
  for (let step = 0; step < steps; step++) fitted = descended(fitted, examples, scaled)
  const [constant = 0, ...others] = fitted
  const raw = others.map((coefficient, at) => coefficient / (spreads[at] ?? 1))
  return [raw.reduce((sum, coefficient, at) => sum - coefficient * (means[at] ?? 0), constant), ...raw]
}

function descended(from: Coefficients, examples: readonly Example[], scaled: readonly (readonly number[])[]): Coefficients {
  const slope = from.map((coefficient, at) => (at === 0 ? 0 : ridge * coefficient))
  for (const [n, { isAnswered, weight }] of examples.entries()) {
    const row = scaled[n] ?? []
    const wrong = weight * (1 / (1 + Math.exp(-logit(from, row))) - (isAnswered ? 1 : 0))
    for (const at of slope.keys()) slope[at] = (slope[at] ?? 0) + wrong * (at === 0 ? 1 : (row[at - 1] ?? 0))
  }
  return from.map((coefficient, at) => coefficient - rate * (slope[at] ?? 0))
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Each example by a fit on the others. */
export function crossJudged(examples: readonly Example[], folds = 10): number[] {
  const groups = [...new Set(examples.map(({ group }) => group))]
  const foldOf = (example: Example): number => groups.indexOf(example.group) % folds
  const fits = Array.from({ length: folds }, (_, fold) => fitLogistic(examples.filter((example) => foldOf(example) !== fold)))
  return examples.map((example) => logit(fits[foldOf(example)] ?? [], example.signs))
}
