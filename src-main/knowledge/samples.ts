import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HandedFile } from './importer.ts'

/** Handed over as bytes: where the app is installed is no place that a document of the person should point to. */
export async function readSamples(folder: string): Promise<HandedFile[]> {
  const names = (await readdir(folder)).toSorted()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
}
