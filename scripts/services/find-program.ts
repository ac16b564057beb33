import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** On the path, or in one of the folders where packages put it. */
export function findProgram(name: string, elsewhere: readonly string[] = []): string | undefined {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...path, ...elsewhere].map((folder) => join(folder, name)).find((program) => existsSync(program))
}
