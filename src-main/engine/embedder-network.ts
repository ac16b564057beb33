import {
  AutoModel,
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { EmbedderFolder } from './embedder-folder.ts'

/** The two ways in which a network looks at text: each token as a vector, or two texts as one score. */
const kinds = { vectors: AutoModel, score: AutoModelForSequenceClassification } as const

export interface LoadedFolder {
  readonly tokenizer: PreTrainedTokenizer
  readonly network: PreTrainedModel
}

export interface HowToLoad {
  readonly gives: keyof typeof kinds
  readonly threads: number
}

/** Tokenizer and network of an ONNX folder, for the CPU. Errors: `embedderError`, with the file they are about. */
export async function loadFolder(folder: EmbedderFolder, { gives, threads }: HowToLoad): Promise<LoadedFolder> {
  // Nothing is fetched and nothing is written: a model is what lies in its folder.
  Object.assign(env, { allowRemoteModels: false, useFSCache: false, useWasmCache: false, cacheDir: null })
  const tokenizer = await loadTokenizer(folder)
  return { tokenizer, network: await loadNetwork(kinds[gives], folder, threads) }
}

async function loadTokenizer({ path }: EmbedderFolder): Promise<PreTrainedTokenizer> {
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(path, { local_files_only: true })
    tokenizer.encode('a')
    return tokenizer
  } catch (cause) {
    throw damagedModel(path, 'tokenizer.json', cause)
  }
}

async function loadNetwork(
  kind: (typeof kinds)[keyof typeof kinds],
  { path, dtype, weightsFile }: EmbedderFolder,
  threads: number,
): Promise<PreTrainedModel> {
  try {
    return await kind.from_pretrained(path, {
      local_files_only: true,
      // `auto` would try CUDA on Linux and throw where its library is missing.
      device: 'cpu',
      dtype,
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    })
  } catch (cause) {
    throw damagedModel(path, weightsFile, cause)
  }
}

/** A first run shows what loading does not: weights cut in the middle, a graph of another kind. */
export async function firstRun<T>(run: () => Promise<T>, { path, weightsFile }: EmbedderFolder): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw damagedModel(path, weightsFile, cause)
  }
}

function damagedModel(path: string, file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  return new AppError(embedderError.damaged, { path, file, reason }, { cause })
}

interface Tensor {
  readonly data: unknown
  readonly dims: readonly number[]
}

/** What a network gives under a name; undefined when it gives no such thing. */
export function tensorOf(output: unknown, name: string): Tensor | undefined {
  if (typeof output !== 'object' || output === null) return undefined
  const tensor: unknown = Object.entries(output).find(([key]) => key === name)?.[1]
  return isTensor(tensor) ? tensor : undefined
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'data' in value && 'dims' in value && Array.isArray(value.dims)
}
