import { setImmediate as nextTurn } from 'node:timers/promises'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { reranker } from '../../src-shared/engine/reranker.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { refuseNetwork } from './refuse-network.ts'
import { loadReranker, type Reranker } from './reranker.ts'
import { serveChild } from './serve-child.ts'

refuseNetwork()
const inMemory = new Map<'model', Reranker>()

serveChild(
  { reranker },
  {
    reranker: {
      async load({ path, threads }) {
        await inMemory.get('model')?.[Symbol.asyncDispose]()
        inMemory.delete('model')
        const model = await loadReranker(path, { threads })
        inMemory.set('model', model)
        return { max_tokens: model.maxTokens, dtype: model.dtype, memory_bytes: process.memoryUsage.rss() }
      },

      async *score({ query, texts }, signal) {
        const model = inMemory.get('model')
        if (model === undefined) throw new AppError(embedderError.notLoaded)
        for (const text of texts) {
          // A run blocks this thread: between two, an abort is heard.
          await nextTurn()
          if (signal.aborted) return
          yield await model.score(query, text)
        }
      },
    },
  },
)
