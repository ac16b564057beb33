import { indexLimits } from './limits.ts'

/** One bit a component leaves so much of what a row is away from its list's middle unknown. */
const unknown = 0.755

/** What an estimate by signs is usually off, for a row and a query at a distance of 1 from the middle. */
export const signError = (padded: number): number => unknown / Math.sqrt(padded)

/** How far an estimate that is usually off by so much may lie below the truth. */
export const doubtOf = (error: number): number => indexLimits.doubt * error
