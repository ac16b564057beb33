import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { modelError } from '../../src-shared/desktop/models.ts'
import type { CatalogueModel } from '../../src-shared/models/catalogue.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { readGgufHeader } from './gguf-header.ts'
import { modelPath } from './model-files.ts'

const networks = { small: 'onnx/model_quantized.onnx', full: 'onnx/model.onnx' } as const

const config = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).default([]),
  id2label: z.record(z.string(), z.string()).optional(),
})

/** Whole in the sense of its hash is not yet a model. Throws what `readGgufHeader` and `checkOnnxFolder` throw. */
export async function checkModelFiles(offer: CatalogueModel, folder: string): Promise<void> {
  if (offer.role === 'embedder') await checkOnnxFolder(folder)
  else await readGgufHeader(modelPath(folder, offer))
}

/**
 * What an embedder or a reranker needs lies in the folder: `config.json`, `tokenizer.json` and a network. Bytes in all.
 * Throws `models.missing_file` {path}, `models.damaged` {why, file} and `models.not_a_model` {why, file}.
 */
export async function checkOnnxFolder(folder: string): Promise<{ sizeBytes: number; role: 'embedder' | 'reranker' }> {
  const role = roleOf(await readConfig(join(folder, 'config.json')))
  const tokenizerBytes = await sizeOf(folder, 'tokenizer.json')
  const network = await stat(join(folder, networks.small)).then(
    () => networks.small,
    () => networks.full,
  )
  const networkBytes = await sizeOf(folder, network)
  await refuseOther(join(folder, network), network)
  return { sizeBytes: tokenizerBytes + networkBytes, role }
}

/** An ONNX file is a protocol buffer that begins with its version (field 1); the rest is for the process that loads it. */
async function refuseOther(path: string, file: string): Promise<void> {
  await using handle = await open(path, 'r')
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0)
  if (buffer[0] !== 0x08) throw new AppError(modelError.notAModel, { why: 'no_onnx', file })
}

/** One that tells texts into classes is a reranker when there is one class: how well they fit. */
function roleOf({ architectures, id2label }: z.infer<typeof config>): 'embedder' | 'reranker' {
  if (!architectures.some((name) => name.endsWith('ForSequenceClassification'))) return 'embedder'
  if (id2label && Object.keys(id2label).length !== 1) throw new AppError(modelError.notAModel, { why: 'no_single_score' })
  return 'reranker'
}

async function readConfig(path: string): Promise<z.infer<typeof config>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError(modelError.missingFile, { path })
  })
  try {
    return config.parse(JSON.parse(text))
  } catch {
    throw new AppError(modelError.damaged, { why: 'unreadable', file: 'config.json' })
  }
}

async function sizeOf(folder: string, file: string): Promise<number> {
  const found = await stat(join(folder, file)).catch(() => undefined)
  if (!found?.isFile()) throw new AppError(modelError.missingFile, { path: join(folder, file) })
  if (found.size === 0) throw new AppError(modelError.damaged, { why: 'empty', file })
  return found.size
}
