import { createRequire } from 'node:module'
import { join } from 'node:path'
import { AutoTokenizer } from '@huggingface/transformers'
import { z } from 'zod'
import { answerMessages } from './bare-process.ts'

/** onnxruntime-node driven directly, with the model's tokenizer and the mean over the tokens. Run by `startBare`. */
const bareTexts = z.object({ path: z.string(), weights: z.string(), texts: z.array(z.string()), threads: z.int() })

interface Tensor {
  readonly data: BigInt64Array | Float32Array
  readonly dims: readonly number[]
}
interface Session {
  readonly inputNames: readonly string[]
  run(inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Tensor>>>
}
interface Runtime {
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown
  readonly InferenceSession: { create(path: string, options: object): Promise<Session> }
}

// The very runtime that the product's embedder library brings along.
const runtime = createRequire(import.meta.resolve('@huggingface/transformers'))('onnxruntime-node') as Runtime
const models = new Map<string, ReturnType<typeof open>>()

answerMessages(async (input) => {
  const { path, weights, texts, threads } = bareTexts.parse(input)
  const opened = models.get(path) ?? open(path, weights, threads)
  models.set(path, opened)
  const embed = await opened
  const startedAt = performance.now()
  let dimensions = 0
  for (const text of texts) dimensions = (await embed(text)).length
  return { ms: performance.now() - startedAt, dimensions }
})

async function open(path: string, weights: string, threads: number): Promise<(text: string) => Promise<Float32Array>> {
  const tokenizer = await AutoTokenizer.from_pretrained(path, { local_files_only: true })
  const options = { executionProviders: ['cpu'], intraOpNumThreads: threads, interOpNumThreads: 1 }
  const session = await runtime.InferenceSession.create(join(path, weights), options)
  return async (text) => {
    const encoded = tokenizer(text, { truncation: true, max_length: 512 }) as Readonly<Record<string, Tensor>>
    const inputs = session.inputNames.flatMap((name) => {
      const tensor = encoded[name]
      return tensor ? [[name, new runtime.Tensor('int64', tensor.data as BigInt64Array, tensor.dims)]] : []
    })
    const { last_hidden_state: output } = await session.run(Object.fromEntries(inputs))
    return mean(output?.data as Float32Array, output?.dims[2] ?? 0)
  }
}

function mean(values: Float32Array, dimension: number): Float32Array {
  const sum = new Float32Array(dimension)
  for (let row = 0; row < values.length; row += dimension)
    for (let at = 0; at < dimension; at++) sum[at] = (sum[at] ?? 0) + (values[row + at] ?? 0)
  const length = Math.hypot(...sum)
  return sum.map((value) => value / length)
}
