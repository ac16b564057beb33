import type { Credit } from './credit.ts'
import { AppError, rpcError, serializeError } from './errors.ts'
import type { DownFrame, UpFrame } from './frames.ts'
import { checkInput, findMethod, type Methods } from './methods.ts'

export type Request = Extract<UpFrame, { type: 'request' }>

export interface AnswerOptions {
  readonly methods: Methods
  readonly credit: Credit
  readonly signal: AbortSignal
  readonly post: (frame: DownFrame) => void
  readonly onError: (path: string, error: unknown) => void
  readonly assertAllowed: (path: string) => void
}

/** Runs one request to its end and posts what comes of it. After an abort nobody listens, so nothing is posted. Never throws. */
export async function answer(request: Request, options: AnswerOptions): Promise<void> {
  const { signal, post, onError } = options
  try {
    const last = await run(request, options)
    if (!signal.aborted) post(last)
  } catch (error) {
    if (!(error instanceof AppError) && !isAbort(error, signal)) onError(request.path, error)
    if (!signal.aborted) fail(request, error, options)
  }
}

async function run({ id, path, input }: Request, options: AnswerOptions): Promise<DownFrame> {
  const { methods, credit, signal, post, assertAllowed } = options
  assertAllowed(path)
  const method = findMethod(methods, path)
  const checked = checkInput(method, input)
  if (method.operation.kind === 'call') return { type: 'result', id, result: await method.handle(checked, signal) }

  // Room first, then the next item: a slow caller halts the handler itself, not only its frames.
  if (await credit.take()) {
    for await (const item of method.handle(checked, signal) as AsyncIterable<unknown>) {
      assertAllowed(path)
      if (!signal.aborted) post({ type: 'item', id, item })
      if (!(await credit.take())) break
    }
  }
  return { type: 'end', id }
}

/** An error whose data cannot travel must still end the call. */
function fail({ id, path }: Request, error: unknown, { post, onError }: AnswerOptions): void {
  try {
    post({ type: 'error', id, error: serializeError(error) })
  } catch (fault) {
    onError(path, fault)
    post({ type: 'error', id, error: { code: rpcError.internal } })
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error instanceof Error && error.name === 'AbortError'
}
