import { embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type EmbedderFolder, openEmbedderFolder } from './embedder-folder.ts'
import { firstRun, loadFolder, tensorOf } from './embedder-network.ts'

export interface Reranker extends AsyncDisposable {
  /** Tokens of question and text together that count; the rest of the text is cut. */
  readonly maxTokens: number
  readonly dtype: EmbedderFolder['dtype']
  /** How well the text answers the question, between 0 and 1. */
  score(query: string, text: string): Promise<number>
}

/** Of a question; the text must have room beside it. */
const mostCharacters = 1000

/** Loads an ONNX folder with a cross-encoder for the CPU: one number for two texts. Errors: `embedderError`, with the file they are about. */
export async function loadReranker(path: string, { threads }: { readonly threads: number }): Promise<Reranker> {
  const folder = await openEmbedderFolder(path)
  const { tokenizer, network } = await loadFolder(folder, { gives: 'score', threads })
  const score = async (query: string, text: string) => {
    const pair = { text_pair: text, truncation: true, max_length: folder.maxTokens }
    const inputs: unknown = tokenizer(query.slice(0, mostCharacters), pair)
    return likelihood(logitOf(await network(inputs), folder))
  }
  await firstRun(() => score('a', 'b'), folder)
  return {
    maxTokens: folder.maxTokens,
    dtype: folder.dtype,
    score,
    async [Symbol.asyncDispose]() {
      await network.dispose()
    },
  }
}

function logitOf(output: unknown, { path, modelType }: EmbedderFolder): number {
  const tensor = tensorOf(output, 'logits')
  const [logit] = tensor?.data instanceof Float32Array && tensor.data.length === 1 ? tensor.data : []
  if (logit !== undefined && Number.isFinite(logit)) return logit
  throw new AppError(embedderError.unsupported, { path, model_type: modelType, reason: 'it gives no single score for two texts' })
}

const likelihood = (logit: number): number => 1 / (1 + Math.exp(-logit))
