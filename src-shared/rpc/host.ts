import type { Call, Contract, Handlers, Stream } from './contract.ts'
import { type Credit, createCredit } from './credit.ts'
import { AppError, rpcError, serializeError } from './errors.ts'
import { type DownFrame, type Hello, type UpFrame, upFrame } from './frames.ts'
import type { Port } from './port.ts'
import { protocolVersion } from './protocol-version.ts'

export interface ServeOptions {
  /** A fault of a handler, told here because its caller only learns `internal`. AppErrors and aborts don't come here. */
  readonly onError: (path: string, error: unknown) => void
  /** Whether this caller is answered at all. */
  readonly accept?: (hello: Hello) => boolean
}

interface Method {
  readonly operation: Call | Stream
  readonly handle: (input: unknown, signal: AbortSignal) => unknown
}

interface Running {
  readonly controller: AbortController
  readonly credit: Credit
}

type Request = Extract<UpFrame, { type: 'request' }>

/**
 * Answers what comes over `port` until either side closes it. Input is checked here and nowhere else. A handler's signal
 * aborts with AppError `aborted` when its caller gave up, and with `disconnected` when its caller is gone.
 */
export function serve<C extends Contract>(port: Port, contract: C, handlers: Handlers<C>, options: ServeOptions): Disposable {
  const { onError, accept = () => true } = options
  const methods = listMethods(contract, handlers)
  const running = new Map<number, Running>()
  const post = (frame: DownFrame) => port.post(frame)
  let isGreeted = false

  port.listen(
    (message) => {
      const { data: frame } = upFrame.safeParse(message)
      if (!frame) port.close('The caller sent a malformed frame')
      else if (frame.type === 'hello') greet(frame)
      else if (!isGreeted) port.close('The caller did not begin with hello')
      else receive(frame)
    },
    (reason) => {
      for (const { controller } of running.values()) controller.abort(new AppError(rpcError.disconnected, { reason }))
    },
  )
  return { [Symbol.dispose]: () => port.close('The host stopped') }

  function greet(hello: Hello): void {
    if (isGreeted) return port.close('The caller said hello twice')
    post({ type: 'hello', version: protocolVersion })
    if (hello.version !== protocolVersion) return port.close(`The caller speaks version ${hello.version}`)
    isGreeted = accept(hello)
    if (isGreeted) return
    post({ type: 'error', id: 0, error: { code: rpcError.forbidden } })
    port.close('The caller was refused')
  }

  function receive(frame: Exclude<UpFrame, Hello>): void {
    const known = running.get(frame.id)
    if (frame.type === 'abort') known?.controller.abort(new AppError(rpcError.aborted))
    else if (frame.type === 'credit') known?.credit.grant(frame.credit)
    else if (known) port.close('The caller used an id twice')
    else void answer(frame)
  }

  async function answer(request: Request): Promise<void> {
    const { id, path } = request
    const controller = new AbortController()
    const { signal } = controller
    const credit = createCredit(request.credit, signal)
    running.set(id, { controller, credit })
    try {
      const last = await run(request, signal, credit)
      if (!signal.aborted) post(last)
    } catch (error) {
      if (!(error instanceof AppError) && !isAbort(error, signal)) onError(path, error)
      if (!signal.aborted) fail(request, error)
    } finally {
      running.delete(id)
    }
  }

  async function run({ id, path, input }: Request, signal: AbortSignal, credit: Credit): Promise<DownFrame> {
    const { operation, handle } = methods.get(path) ?? refuse(path)
    const checked = check(operation, path, input)
    if (operation.kind === 'call') return { type: 'result', id, result: await handle(checked, signal) }
    // Room first, then the next item: a slow caller halts the handler itself, not only its frames.
    if (await credit.take()) {
      for await (const item of handle(checked, signal) as AsyncIterable<unknown>) {
        if (!signal.aborted) post({ type: 'item', id, item })
        if (!(await credit.take())) break
      }
    }
    return { type: 'end', id }
  }

  /** An error whose data cannot travel must still end the call. */
  function fail({ id, path }: Request, error: unknown): void {
    try {
      post({ type: 'error', id, error: serializeError(error) })
    } catch (fault) {
      onError(path, fault)
      post({ type: 'error', id, error: { code: rpcError.internal } })
    }
  }
}

/** A map, so that no path reaches a prototype. */
function listMethods<C extends Contract>(contract: C, handlers: Handlers<C>): ReadonlyMap<string, Method> {
  const handles = handlers as Readonly<Record<string, Readonly<Record<string, Method['handle']>>>>
  const methods = new Map<string, Method>()
  for (const [feature, operations] of Object.entries(contract)) {
    for (const [name, operation] of Object.entries(operations)) {
      const handle = handles[feature]?.[name]
      if (handle) methods.set(`${feature}.${name}`, { operation, handle })
    }
  }
  return methods
}

function refuse(method: string): never {
  throw new AppError(rpcError.unknownMethod, { method })
}

/** Tells where the input is wrong and how, never what it was. */
function check({ input: schema }: Call | Stream, method: string, input: unknown): unknown {
  const { success, data, error } = schema.safeParse(input)
  if (success) return data
  const issues = error.issues.map(({ path, code }) => ({ path: path.join('.'), problem: code }))
  throw new AppError(rpcError.invalidInput, { method, issues })
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error instanceof Error && error.name === 'AbortError'
}
