import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type EmbedderFolder, openEmbedderFolder } from './embedder-folder.ts'
import { firstRun, loadFolder, tensorOf } from './embedder-network.ts'

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
  const folder = await openEmbedderFolder(path)
  const { tokenizer, network } = await loadFolder(folder, { gives: 'vectors', threads })
  const embed = async (text: string) => {
    const inputs: unknown = tokenizer(text, { truncation: true, max_length: folder.maxTokens })
    return meanOf(tokenVectors(await network(inputs), folder))
  }
  const { length: dimension } = await firstRun(() => embed('a'), folder)
  return {
    dimension,
    maxTokens: folder.maxTokens,
    dtype: folder.dtype,
    embed,
    count: (text) => tokenizer.encode(text, { add_special_tokens: false }).length,
    async [Symbol.asyncDispose]() {
      await network.dispose()
    },
  }
}

interface TokenVectors {
  readonly values: Float32Array
  readonly dimension: number
}

function tokenVectors(output: unknown, { path, modelType }: EmbedderFolder): TokenVectors {
  const tensor = tensorOf(output, 'last_hidden_state')
  if (tensor?.data instanceof Float32Array && tensor.dims.length === 3 && tensor.dims[0] === 1)
    return { values: tensor.data, dimension: tensor.dims[2] ?? 0 }
  throw new AppError(embedderError.unsupported, { path, model_type: modelType, reason: 'it gives no vector for every token' })
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
