import { availableParallelism } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { createModelEngines } from '../../src-main/engine/model-engines.ts'
import type { Health, ModelState } from '../../src-shared/api/health.ts'
import type { GpuBackend } from '../../src-shared/models/fit.ts'
import { planLadder } from '../../src-shared/models/plan-ladder.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { createEmbedder, type Embedder } from './embedder.ts'
import { createGenerator, type Generator } from './generator.ts'
import { findEmbedder, findGenerator } from './model-files.ts'
import { watchModel } from './model-state.ts'

export interface ServerEngines extends AsyncDisposable {
  /** Undefined: the server was given none. `modelMissing` is what to answer then. */
  readonly embedder: Embedder | undefined
  readonly generator: Generator | undefined
  readonly states: () => Health['models']
  /** Loads what there is, so that the first person does not wait for it; what fails is in `states`. */
  warm(): Promise<void>
}

/** As long as it listens. Of its hooks this is to be the first, and is the last to run: what needs the models ends before them. */
export function keepModels(app: FastifyInstance, engines: ServerEngines): void {
  app.addHook('onListen', async () => void engines.warm())
  app.addHook('onClose', () => engines[Symbol.asyncDispose]())
}

export interface EnginesDeps {
  readonly config: Config
  readonly log: Log
}

const absent: ModelState = { name: null, state: 'absent' }

/** The models that the configuration names, in children that are started when they are needed. Errors: `StartFault`. */
export function openEngines({ config, log }: EnginesDeps): ServerEngines {
  const { modelsFolder, EMBEDDING_MODEL, GENERATION_MODEL, driverEnvironment } = config
  const engines = createModelEngines({ log, idleMs: () => Number.POSITIVE_INFINITY, driverEnvironment })
  const embedding = EMBEDDING_MODEL === undefined ? undefined : findEmbedder(EMBEDDING_MODEL, modelsFolder)
  const generation = GENERATION_MODEL === undefined ? undefined : findGenerator(GENERATION_MODEL, modelsFolder)
  const embedder =
    embedding && createEmbedder({ engine: engines.embedder, model: embedding, watched: watchModel(embedding.id, log) })
  const generator =
    generation &&
    createGenerator({
      ...{ engine: engines.llama, model: generation, plans: plansOf(config), watched: watchModel(generation.id, log) },
      waiting: config.HEARTH_GENERATION_QUEUE,
    })
  const stopped = new AbortController()
  return {
    ...{ embedder, generator },
    states: () => ({ embedding: embedder?.state() ?? absent, generation: generator?.state() ?? absent }),
    async warm() {
      await Promise.allSettled([embedder?.describe(stopped.signal), generator?.warm(stopped.signal)])
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await engines[Symbol.asyncDispose]()
    },
  }
}

/** The reference's names of devices. */
const backends = { auto: 'auto', cpu: 'cpu', cuda: 'cuda', mps: 'metal', vulkan: 'vulkan' } as const satisfies Record<
  Config['MODEL_DEVICE'],
  GpuBackend
>

/** One core stays for the requests. */
function plansOf({ MODEL_DEVICE, HEARTH_MODEL_CONTEXT, HEARTH_MODEL_THREADS }: Config) {
  const gpu = backends[MODEL_DEVICE]
  const threads = HEARTH_MODEL_THREADS ?? Math.max(1, availableParallelism() - 1)
  return planLadder({ gpu, gpu_layers: gpu === 'cpu' ? 0 : 'auto', context_size: HEARTH_MODEL_CONTEXT, threads })
}
