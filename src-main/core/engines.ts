import { createEmbedderEngine, type EmbedderEngine, embedderChild, reembedderChild } from '../engine/embedder-engine.ts'
import { createIndexerEngine, type IndexerEngine, indexerChild } from '../engine/indexer-engine.ts'
import { llamaChild } from '../engine/llama-child.ts'
import { createLlamaEngine, type LlamaEngine } from '../engine/llama-engine.ts'
import { createParserEngine, type ParserEngine, parserChild } from '../engine/parser-engine.ts'
import { createRerankerEngine, type RerankerEngine, rerankerChild } from '../engine/reranker-engine.ts'
import { createSupervised } from '../engine/supervise.ts'
import type { Log } from './log.ts'

export interface Engines extends AsyncDisposable {
  readonly llama: LlamaEngine
  readonly embedder: EmbedderEngine
  /** Embeds again what another embedder found, while questions go to `embedder`. */
  readonly reembedder: EmbedderEngine
  readonly reranker: RerankerEngine
  readonly parser: ParserEngine
  readonly indexer: IndexerEngine
}

export interface EnginesOptions {
  readonly log: Log
  /** Minutes after which an idle child is stopped; 0 keeps it. */
  readonly idleMinutes: () => number
  /** For the child that may use a graphics card. */
  readonly driverEnvironment: Readonly<Record<string, string>>
}

/** The six children. None is started before it is needed. */
export function createEngines({ log, idleMinutes, driverEnvironment }: EnginesOptions): Engines {
  const idleMs = (): number => idleMinutes() * 60_000 || Number.POSITIVE_INFINITY
  const llama = createSupervised({ ...llamaChild, log, environment: driverEnvironment, limits: { ...llamaChild.limits, idleMs } })
  const embedder = createSupervised({ ...embedderChild, log, limits: { ...embedderChild.limits, idleMs } })
  const reembedder = createSupervised({ ...reembedderChild, log })
  const reranker = createSupervised({ ...rerankerChild, log, limits: { ...rerankerChild.limits, idleMs } })
  const parser = createSupervised({ ...parserChild, log })
  const indexer = createSupervised({ ...indexerChild, log })
  return {
    llama: createLlamaEngine({ supervised: llama }),
    embedder: createEmbedderEngine({ supervised: embedder, threads: 1 }),
    reembedder: createEmbedderEngine({ supervised: reembedder, threads: 1 }),
    reranker: createRerankerEngine({ supervised: reranker, threads: 1 }),
    parser: createParserEngine({ supervised: parser }),
    indexer: createIndexerEngine({ supervised: indexer }),
    async [Symbol.asyncDispose]() {
      await Promise.all([llama, embedder, reembedder, reranker, parser, indexer].map((child) => child.stop()))
    },
  }
}
