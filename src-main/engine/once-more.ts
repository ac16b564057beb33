import { engineError } from '../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../src-shared/engine/llama.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/**
 * Work that the end of its process took is asked of the next process, once: most often the first one had gone before it was
 * asked, and nobody knew yet. A second crash is the work's own. Where the next one has less room than the prompt was made for,
 * that is no fault of the prompt: the crash is told.
 */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (crash) {
    if (!hasCode(crash, engineError.crashed)) throw crash
    return await work().catch((error: unknown) => throwFirst(crash, error))
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
  } catch (crash) {
    if (hasBegun || !hasCode(crash, engineError.crashed)) throw crash
    try {
      yield* open()
    } catch (error) {
      throwFirst(crash, error)
    }
  }
}

function throwFirst(crash: unknown, error: unknown): never {
  throw hasCode(error, llamaError.promptTooLong) ? crash : error
}

const hasCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code
