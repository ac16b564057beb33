import { createEmbedderEngine, type EmbedderEngine, reembedderChild } from '../engine/embedder-engine.ts'
import { createIndexerEngine, type IndexerEngine, indexerChild } from '../engine/indexer-engine.ts'
import { createModelEngines, type ModelEngines } from '../engine/model-engines.ts'
import { createParserEngine, type ParserEngine, parserChild } from '../engine/parser-engine.ts'
import { createRerankerEngine, type RerankerEngine, rerankerChild } from '../engine/reranker-engine.ts'
import { createSupervised } from '../engine/supervise.ts'
import type { Log } from './log.ts'

export interface Engines extends ModelEngines {
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
  const models = createModelEngines({ log, idleMs, driverEnvironment })
  const reembedder = createSupervised({ ...reembedderChild, log })
  const reranker = createSupervised({ ...rerankerChild, log, limits: { ...rerankerChild.limits, idleMs } })
  const parser = createSupervised({ ...parserChild, log })
  const indexer = createSupervised({ ...indexerChild, log })
  return {
    llama: models.llama,
    embedder: models.embedder,
    reembedder: createEmbedderEngine({ supervised: reembedder, threads: 1 }),
    reranker: createRerankerEngine({ supervised: reranker, threads: 1 }),
    parser: createParserEngine({ supervised: parser }),
    indexer: createIndexerEngine({ supervised: indexer }),
    async [Symbol.asyncDispose]() {
      const others = [reembedder, reranker, parser, indexer].map((child) => child.stop())
      await Promise.all([models[Symbol.asyncDispose](), ...others])
    },
  }
}
