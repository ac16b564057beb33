import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

export interface EmbedderFolder {
  readonly path: string
  readonly modelType: string
  readonly dtype: 'q8' | 'fp32'
  /** Relative to the folder. */
  readonly weightsFile: string
  readonly maxTokens: number
}

/** What lies in an ONNX folder, as published on the hub; 8-bit weights are taken before full ones. Nothing is loaded yet. */
export async function openEmbedderFolder(path: string): Promise<EmbedderFolder> {
  const config = await readJson(path, 'config.json', modelConfig)
  await requireFile(path, 'tokenizer.json')
  const modelType = config.model_type
  return { path, modelType, ...(await findWeights(path)), maxTokens: await findMaxTokens(path, config) }
}

const modelConfig = z.object({ model_type: z.string(), max_position_embeddings: z.number().optional() })
const sentenceConfig = z.object({ max_seq_length: z.int().positive().nullish() })
const tokenizerConfig = z.object({ model_max_length: z.number().positive().nullish() })

const weights = [
  { dtype: 'q8', weightsFile: 'onnx/model_quantized.onnx' },
  { dtype: 'fp32', weightsFile: 'onnx/model.onnx' },
] as const

async function findWeights(path: string): Promise<(typeof weights)[number]> {
  for (const candidate of weights) if (await isFile(join(path, candidate.weightsFile))) return candidate
  throw new AppError(embedderError.missingFile, { path, file: weights.map(({ weightsFile }) => weightsFile).join(' or ') })
}

const usualMaxTokens = 512
/** What sentence-transformers cuts MPNet sentence models at; their ONNX folders do not carry the file that says so. */
const mpnetMaxTokens = 384

async function findMaxTokens(path: string, config: z.infer<typeof modelConfig>): Promise<number> {
  const sentence = await readOptionalJson(path, 'sentence_bert_config.json', sentenceConfig)
  if (sentence?.max_seq_length) return sentence.max_seq_length
  const tokenizer = await readOptionalJson(path, 'tokenizer_config.json', tokenizerConfig)
  const isMpnet = config.model_type === 'mpnet' || basename(path).toLowerCase().includes('mpnet')
  // A tokenizer without a limit says 1e30, and a model cannot see further than its positions.
  const told = tokenizer?.model_max_length ?? usualMaxTokens
  const positions = config.max_position_embeddings ?? usualMaxTokens
  return Math.floor(Math.min(told, positions, isMpnet ? mpnetMaxTokens : positions))
}

async function requireFile(path: string, file: string): Promise<void> {
  if (!(await isFile(join(path, file)))) throw new AppError(embedderError.missingFile, { path, file })
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

async function readJson<T>(path: string, file: string, schema: z.ZodType<T>): Promise<T> {
  await requireFile(path, file)
  try {
    return schema.parse(JSON.parse(await readFile(join(path, file), 'utf8')))
  } catch (cause) {
    throw new AppError(embedderError.damaged, { path, file, reason: 'it is not the JSON it should be' }, { cause })
  }
}

const readOptionalJson = async <T>(path: string, file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
  (await isFile(join(path, file))) ? readJson(path, file, schema) : undefined
