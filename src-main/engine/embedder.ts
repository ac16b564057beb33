import { AutoModel, AutoTokenizer, env, type PreTrainedModel, type PreTrainedTokenizer } from '@huggingface/transformers'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type EmbedderFolder, openEmbedderFolder } from './embedder-folder.ts'

export interface Embedder extends AsyncDisposable {
  readonly dimension: number
  /** Tokens of a text that count, special ones included; the rest is cut. */
  readonly maxTokens: number
  readonly dtype: EmbedderFolder['dtype']
  /** Mean over the tokens' vectors, normalised to length 1. */
  embed(text: string): Promise<Float32Array<ArrayBuffer>>
  /** Tokens without the special ones at both ends. */
  count(text: string): number
}

/** Loads an ONNX folder for the CPU. Errors: `embedderError`, with the file they are about. */
export async function loadEmbedder(path: string, { threads }: { readonly threads: number }): Promise<Embedder> {
  // Nothing is fetched and nothing is written: a model is what lies in its folder.
  Object.assign(env, { allowRemoteModels: false, useFSCache: false, useWasmCache: false, cacheDir: null })
  const folder = await openEmbedderFolder(path)
  const tokenizer = await loadTokenizer(folder)
  const model = await loadModel(folder, threads)
  const embed = async (text: string) => {
    const inputs: unknown = tokenizer(text, { truncation: true, max_length: folder.maxTokens })
    return meanOf(tokenVectors(await model(inputs), folder))
  }
  const dimension = await dimensionOf(embed, folder)
  return {
    dimension,
    maxTokens: folder.maxTokens,
    dtype: folder.dtype,
    embed,
    count: (text) => tokenizer.encode(text, { add_special_tokens: false }).length,
    async [Symbol.asyncDispose]() {
      await model.dispose()
    },
  }
}

async function loadTokenizer({ path }: EmbedderFolder): Promise<PreTrainedTokenizer> {
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(path, { local_files_only: true })
    tokenizer.encode('a')
    return tokenizer
  } catch (cause) {
    throw damaged(path, 'tokenizer.json', cause)
  }
}

async function loadModel({ path, dtype, weightsFile }: EmbedderFolder, threads: number): Promise<PreTrainedModel> {
  try {
    return await AutoModel.from_pretrained(path, {
      local_files_only: true,
      // `auto` would try CUDA on Linux and throw where its library is missing.
      device: 'cpu',
      dtype,
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    })
  } catch (cause) {
    throw damaged(path, weightsFile, cause)
  }
}

/** A first run shows what loading does not: weights cut in the middle, a graph of another kind. */
async function dimensionOf(
  embed: (text: string) => Promise<Float32Array>,
  { path, weightsFile }: EmbedderFolder,
): Promise<number> {
  try {
    return (await embed('a')).length
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw damaged(path, weightsFile, cause)
  }
}

function damaged(path: string, file: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  return new AppError(embedderError.damaged, { path, file, reason }, { cause })
}

interface TokenVectors {
  readonly values: Float32Array
  readonly dimension: number
}

function tokenVectors(output: unknown, { path, modelType }: EmbedderFolder): TokenVectors {
  const tensor =
    output !== null && typeof output === 'object' && 'last_hidden_state' in output ? output.last_hidden_state : undefined
  if (isTensor(tensor) && tensor.data instanceof Float32Array && tensor.dims.length === 3 && tensor.dims[0] === 1) {
    return { values: tensor.data, dimension: tensor.dims[2] ?? 0 }
  }
  throw new AppError(embedderError.unsupported, { path, model_type: modelType, reason: 'it gives no vector for every token' })
}

function isTensor(value: unknown): value is { readonly data: unknown; readonly dims: readonly number[] } {
  return typeof value === 'object' && value !== null && 'data' in value && 'dims' in value && Array.isArray(value.dims)
}

/** One text has no padding, so every row counts and no mask is needed. */
function meanOf({ values, dimension }: TokenVectors): Float32Array<ArrayBuffer> {
  const mean = new Float32Array(dimension)
  for (let row = 0; row < values.length; row += dimension) {
    for (let at = 0; at < dimension; at++) mean[at] = (mean[at] ?? 0) + (values[row + at] ?? 0)
  }
  const length = Math.hypot(...mean)
  for (let at = 0; at < dimension; at++) mean[at] = (mean[at] ?? 0) / (length || 1)
  return mean
}
