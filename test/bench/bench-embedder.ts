import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmbedderEngine, type EmbedderEngine, embedderChild } from '../../src-main/engine/embedder-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'

export interface BenchEmbedder {
  readonly path: string
  /** For the note. */
  readonly name: string
  /** Relative to the folder. */
  readonly weights: string
}

const beside = fileURLToPath(new URL('../../../shared/models/all-MiniLM-L6-v2', import.meta.url))

/** all-MiniLM-L6-v2 where it is there: in HEARTH_TEST_EMBEDDER, or beside the checkout. Else the generated one of the demo. */
export async function findEmbedder(): Promise<BenchEmbedder> {
  const wanted = [process.env.HEARTH_TEST_EMBEDDER, beside].find(
    (path) => path !== undefined && existsSync(join(path, 'config.json')),
  )
  const path = wanted ?? (await ensureTestModels('embedder384')).embedder384
  const weights = ['onnx/model_quantized.onnx', 'onnx/model.onnx'].find((file) => existsSync(join(path, file)))
  if (weights === undefined) throw new Error(`${path} has no ONNX weights`)
  const name = wanted ? `${wanted.split('/').at(-1)} ${weights.includes('quantized') ? 'q8' : 'fp32'}` : 'the generated embedder'
  return { path, name, weights }
}

/** The core's engine and its child with this model loaded, one thread as in the product. */
export async function openBenchEmbedder(path: string): Promise<EmbedderEngine & AsyncDisposable> {
  const supervised = createSupervised({ ...embedderChild, log: quiet })
  const engine = createEmbedderEngine({ supervised, threads: embedderThreads })
  await engine.load({ id: path, path }, new AbortController().signal)
  return { ...engine, [Symbol.asyncDispose]: () => supervised.stop() }
}

export const embedderThreads = 1

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
