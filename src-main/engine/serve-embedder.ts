import { setImmediate as nextTurn } from 'node:timers/promises'
import { embedder, embedderError } from '../../src-shared/engine/embedder.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { type Embedder, loadEmbedder } from './embedder.ts'
import { serveChild } from './serve-child.ts'

/** Answers for one model at a time, over the channel to the core. */
export function serveEmbedder(): void {
  const inMemory = new Map<'model', Embedder>()

  function loaded(): Embedder {
    const model = inMemory.get('model')
    if (model === undefined) throw new AppError(embedderError.notLoaded)
    return model
  }

  serveChild(
    { embedder },
    {
      embedder: {
        async load({ path, threads }) {
          await inMemory.get('model')?.[Symbol.asyncDispose]()
          inMemory.delete('model')
          const model = await loadEmbedder(path, { threads })
          inMemory.set('model', model)
          const { dimension, maxTokens: max_tokens, dtype } = model
          return { dimension, max_tokens, dtype, memory_bytes: process.memoryUsage.rss() }
        },

        async *embed({ texts }, signal) {
          const model = loaded()
          for (const text of texts) {
            // A run blocks this thread: between two, a question that came in meanwhile is taken first.
            await nextTurn()
            if (signal.aborted) return
            yield await model.embed(text)
          }
        },

        count({ texts }) {
          const model = loaded()
          return texts.map((text) => model.count(text))
        },
      },
    },
  )
}
