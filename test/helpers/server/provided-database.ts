import { inject } from 'vitest'
import type { ProvidedDatabase } from './start-stores.ts'

/** Of this run. Whoever needs it cannot do without: a process 0 to freeze would be this one and all of its family. */
export function providedDatabase(name: 'cassandra' | 'ferretdb'): ProvidedDatabase {
  const given = inject(name)
  if (given === null) throw new Error(`${name} is missing: npm run services:build`)
  return given
}
