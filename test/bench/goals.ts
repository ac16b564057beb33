import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Row } from './row.ts'

const limit = z.union([z.number(), z.record(z.string(), z.number())]).optional()
const goalSchema = z.object({ min: limit, max: limit, what: z.string().optional() })
const goalsSchema = z.record(z.string(), z.record(z.string(), goalSchema))

export interface Goal {
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly what?: string | undefined
}

export type Goals = z.infer<typeof goalsSchema>

export const readGoals = (): Goals => goalsSchema.parse(JSON.parse(readFileSync(new URL('goals.json', import.meta.url), 'utf8')))

/** What stands for a size, a kind of data or a peer in a goal's name. */
const placeholders: Readonly<Record<string, string>> = { N: '(?<size>100k|1m|10m)', G: '[ab]', PEER: '[a-z0-9-]+' }

/** The goal of a row; undefined for rows that are only reported. */
export function goalOf(goals: Goals, name: string): Goal | undefined {
  const named = Object.assign({}, ...Object.values(goals)) as Goals[string]
  for (const [pattern, goal] of Object.entries(named)) {
    const match = new RegExp(`^${asPattern(pattern)}$`).exec(name)
    if (match) return forSize(goal, match.groups?.size ?? '')
  }
  return undefined
}

const asPattern = (name: string): string =>
  name
    .replaceAll('.', '\\.')
    .replaceAll(/(?<=\\\.)(?:N|G)(?=\\\.)/g, (letter) => placeholders[letter] ?? letter)
    .replace(/PEER/, placeholders.PEER ?? '')

function forSize({ min, max, what }: Goals[string][string], size: string): Goal {
  const of = (value: z.infer<typeof limit>) => (typeof value === 'object' ? value[size] : value)
  return { min: of(min), max: of(max), what }
}

export type Verdict = 'met' | 'missed' | 'not measured' | 'no goal'

export function judge({ figure }: Pick<Row, 'figure'>, goal: Goal | undefined): Verdict {
  if (goal === undefined || (goal.min === undefined && goal.max === undefined)) return 'no goal'
  if (figure === null || Number.isNaN(figure)) return 'not measured'
  return figure < (goal.min ?? Number.NEGATIVE_INFINITY) || figure > (goal.max ?? Number.POSITIVE_INFINITY) ? 'missed' : 'met'
}

export function goalInWords({ min, max }: Goal = {}): string {
  if (min !== undefined) return `≥ ${min}`
  return max === undefined ? '–' : `≤ ${max}`
}
