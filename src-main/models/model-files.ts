import { statSync } from 'node:fs'
import { isAbsolute, join, normalize, sep } from 'node:path'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'

/** Everything of one model lies in this folder and goes with it. */
export const modelFolder = (dataFolder: string, id: string): string => join(dataFolder, 'models', safe(id))

/** Where a file of the catalogue is kept; the catalogue never leads out of the model's folder. */
export const modelFile = (folder: string, { path, save_as }: CatalogueModel['files'][number]): string =>
  join(folder, safe(save_as ?? path))

/** What the engine is given: the GGUF file itself, or the folder of an ONNX model. */
export function modelPath(folder: string, { role, files }: CatalogueModel): string {
  const [first] = files
  return role === 'embedder' || first === undefined ? folder : modelFile(folder, first)
}

/** How a model runs is told by what it is on the disk: a GGUF file, or a folder. */
export const isOnnxFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

function safe(path: string): string {
  const clean = normalize(path)
  if (isAbsolute(clean) || clean.split(sep).includes('..'))
    throw new RangeError(`A model's path leads out of its folder: ${path}`)
  return clean
}
