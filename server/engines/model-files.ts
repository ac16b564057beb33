import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { StartFault } from '../start-fault.ts'

export interface ModelFile {
  /** What its vectors and its answers are labelled with. */
  readonly id: string
  readonly path: string
}

/** An ONNX folder: a path, or a name under the folder of the models, as `sentence-transformers/all-mpnet-base-v2`. Errors: `StartFault`. */
export function findEmbedder(name: string, modelsFolder: string): ModelFile {
  const path = placesOf(name, modelsFolder).find((place) => existsSync(join(place, 'config.json')))
  if (path !== undefined) return { id: basename(path), path }
  throw new StartFault(
    `EMBEDDING_MODEL names no folder with an ONNX model. It is looked for as a path and under ${modelsFolder}.`,
  )
}

/** A GGUF file, or a folder that holds exactly one. Errors: `StartFault`. */
export function findGenerator(name: string, modelsFolder: string): ModelFile {
  const files = placesOf(name, modelsFolder).map(ggufAt)
  const path = files.find((file) => file !== undefined)
  if (path !== undefined) return { id: basename(path, ending), path }
  throw new StartFault(
    `GENERATION_MODEL names no GGUF file, nor a folder with exactly one. It is looked for as a path and under ${modelsFolder}.`,
  )
}

const ending = '.gguf'

const placesOf = (name: string, modelsFolder: string): readonly string[] => [resolve(modelsFolder, name), resolve(name)]

function ggufAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() && path.endsWith(ending)) return path
  if (!found?.isDirectory()) return undefined
  const [file, second] = readdirSync(path).filter((name) => name.endsWith(ending))
  return file === undefined || second !== undefined ? undefined : join(path, file)
}
