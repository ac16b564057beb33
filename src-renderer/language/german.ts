import app from './de/app.json'
import rail from './de/rail.json'
import type { english } from './english.ts'

type SameKeys<T> = T extends string ? string : { readonly [K in keyof T]: SameKeys<T[K]> }

/** German words; a missing or surplus key does not compile. */
export const german = { app, rail } satisfies SameKeys<typeof english>
