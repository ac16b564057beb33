import { join } from 'node:path'
import { encodeEmbedderGraph } from './embedder/embedder-graph.ts'
import { embedderTokenizer, embedderTokenizerSettings, MAX_TOKENS } from './embedder/embedder-tokenizer.ts'
import { buildEmbedderVocabulary } from './embedder/embedder-vocabulary.ts'
import { type WrittenFile, writeWholeFile } from './write-whole-file.ts'

/**
 * Writes the demo embedder: a folder that transformers.js loads for feature extraction (device cpu, dtype q8), the same bytes every time.
 * With mean pooling its vectors rank texts by the words they share. `config.json` is written last: where it is, all is there.
 * Returns size and hash of the network; an abort or failure leaves whole files only.
 */
export async function writeDemoEmbedder(
  directory: string,
  { dimension = 768 }: { readonly dimension?: number } = {},
  signal?: AbortSignal,
): Promise<WrittenFile> {
  signal?.throwIfAborted()
  const tokens = buildEmbedderVocabulary()
  const json = (name: string, content: unknown) =>
    writeWholeFile(join(directory, name), [Buffer.from(`${JSON.stringify(content, null, 1)}\n`)], signal)
  const network = await writeWholeFile(
    join(directory, 'onnx/model_quantized.onnx'),
    [encodeEmbedderGraph(tokens, dimension)],
    signal,
  )
  await json('tokenizer.json', embedderTokenizer(tokens))
  await json('tokenizer_config.json', embedderTokenizerSettings())
  await json('config.json', embedderConfig(tokens.length, dimension))
  return network
}

/** The type names how transformers.js feeds it (ids and mask in, hidden states out); inside it is simpler than MPNet. */
const embedderConfig = (vocabulary: number, dimension: number) => ({
  model_type: 'mpnet',
  architectures: ['MPNetModel'],
  hidden_size: dimension,
  vocab_size: vocabulary,
  max_position_embeddings: MAX_TOKENS + 2,
  bos_token_id: 0,
  pad_token_id: 1,
  eos_token_id: 2,
})
