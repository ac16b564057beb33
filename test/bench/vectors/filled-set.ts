import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { VectorSource } from './generate-vectors.ts'

// What is asked and what is right, apart from how it is made: a process that is measured while it searches loads nothing else.

export const benchEmbedder = 'bench'
export const dimension = 768
export const wanted = 5
export const questions = 200
export const passagesPerDocument = 100

/** Shares of the documents, each with a remainder of its own. */
export const filters = [
  { share: 0.001, every: 1000, rest: 7 },
  { share: 0.01, every: 100, rest: 3 },
  { share: 0.1, every: 10, rest: 1 },
] as const

/** What was written, and what exact search by floats finds in it: of all, then of each filter. */
const filled = z.object({
  generator: z.enum(['a', 'b']),
  count: z.int(),
  rowsPerSecond: z.number(),
  truth: z.array(z.array(z.array(z.int()))),
})
export type Filled = z.infer<typeof filled>

export const filledPath = (folder: string): string => join(folder, 'filled.json')

export const readFilled = (folder: string): Filled => filled.parse(JSON.parse(readFileSync(filledPath(folder), 'utf8')))

const idOf = (kind: string, n: number): string => `00000000-0000-7000-${kind}-${String(n).padStart(12, '0')}`

export const collectionId = idOf('8000', 1)
export const documentId = (n: number): string => idOf('9000', n)

export const documentsOf = (count: number, { every, rest }: (typeof filters)[number]): string[] =>
  Array.from({ length: Math.ceil(count / passagesPerDocument) }, (_, n) => n)
    .filter((n) => n % every === rest)
    .map(documentId)

export const questionsOf = (source: VectorSource): Float32Array[] =>
  Array.from({ length: questions }, (_, n) => source.question(n).slice())
