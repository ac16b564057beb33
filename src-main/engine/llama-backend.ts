import { getLlama, type Llama, LlamaLogLevel, NoBinaryFoundError } from 'node-llama-cpp'
import { llamaError } from '../../src-shared/engine/llama.ts'
import type { GpuBackend } from '../../src-shared/models/fit.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { keepLastLines } from './last-lines.ts'

export interface Backend extends AsyncDisposable {
  readonly llama: Llama
  /** What was asked for. */
  readonly asked: GpuBackend
  /** What it is. */
  readonly gpu: Exclude<GpuBackend, 'auto'>
  /** What the library complained of last: its errors have no reason in them. */
  complaints(): readonly string[]
}

/** Opens llama.cpp for one kind of device; `auto` takes the best that works. Error: `llama.no_such_backend` {gpu}. */
export async function openBackend(asked: GpuBackend): Promise<Backend> {
  const lines = keepLastLines(30)
  try {
    const llama = await getLlama({
      gpu: asked === 'cpu' ? false : asked,
      // Otherwise a binary that does not fit starts to compile one from source.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // The context says how many threads it takes; a second limit here could only make it wait.
      maxThreads: 0,
      logLevel: LlamaLogLevel.warn,
      logger: (_level, message) => lines.add(`${message.trim()}\n`),
    })
    // Asked for what this system never has, the library quietly takes the CPU.
    if (asked !== 'auto' && asked !== 'cpu' && llama.gpu !== asked) {
      await llama.dispose()
      throw new AppError(llamaError.noSuchBackend, { gpu: asked })
    }
    return {
      llama,
      asked,
      gpu: llama.gpu === false ? 'cpu' : llama.gpu,
      complaints: lines.all,
      [Symbol.asyncDispose]: () => llama.dispose(),
    }
  } catch (cause) {
    if (cause instanceof NoBinaryFoundError) throw new AppError(llamaError.noSuchBackend, { gpu: asked }, { cause })
    throw cause
  }
}
