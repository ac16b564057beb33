import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/**
 * Work that the end of its process took is asked of the next process, once: most often the first one had gone before it was
 * asked, and nobody knew yet. A second crash is the work's own.
 */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isCrash(error)) throw error
    return work()
  }
}

/** The same for a stream, as long as nothing came of it that `counts`. */
export async function* onceMoreStream<T>(open: () => AsyncIterable<T>, counts: (item: T) => boolean): AsyncGenerator<T, void> {
  let hasBegun = false
  try {
    for await (const item of open()) {
      hasBegun ||= counts(item)
      yield item
    }
  } catch (error) {
    if (hasBegun || !isCrash(error)) throw error
    yield* open()
  }
}

const isCrash = (error: unknown): boolean => error instanceof AppError && error.code === engineError.crashed
