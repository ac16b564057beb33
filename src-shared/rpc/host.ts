import { answer, type Request } from './answer.ts'
import type { Contract, Handlers } from './contract.ts'
import { type Credit, createCredit } from './credit.ts'
import { AppError, rpcError } from './errors.ts'
import { type DownFrame, type Hello, type UpFrame, upFrame } from './frames.ts'
import { listMethods } from './methods.ts'
import type { Port } from './port.ts'
import { protocolVersion } from './protocol-version.ts'

export interface ServeOptions<C extends Contract> {
  readonly handlers: Handlers<C>
  /** A fault of a handler, told here because its caller only learns `internal`. AppErrors and aborts don't come here. */
  readonly onError: (path: string, error: unknown) => void
  /** Comes before every call, and before every item of a stream; what it throws ends the call. */
  readonly assertAllowed?: (path: string) => void
  /** Whether this caller is answered at all. */
  readonly accept?: (hello: Hello) => boolean
}

interface Running {
  readonly controller: AbortController
  readonly credit: Credit
}

/**
 * Answers what comes over `port` until either side closes it. Input is checked here and nowhere else. A handler's signal
 * aborts with AppError `aborted` when its caller gave up, and with `disconnected` when its caller is gone.
 */
export function serve<C extends Contract>(port: Port, contract: C, options: ServeOptions<C>): Disposable {
  const { handlers, onError, accept = () => true, assertAllowed = () => {} } = options
  const methods = listMethods(contract, handlers)
  const running = new Map<number, Running>()
  const post = (frame: DownFrame) => port.post(frame)
  let isGreeted = false

  port.listen(receive, (reason) => {
    for (const { controller } of running.values()) controller.abort(new AppError(rpcError.disconnected, { reason }))
  })
  return { [Symbol.dispose]: () => port.close('The host stopped') }

  function receive(message: unknown): void {
    const { data: frame } = upFrame.safeParse(message)
    if (!frame) port.close('The caller sent a malformed frame')
    else if ((frame.type === 'hello') === isGreeted) port.close('The caller did not say hello once, and first')
    else if (frame.type === 'hello') greet(frame)
    else dispatch(frame)
  }

  function greet(hello: Hello): void {
    post({ type: 'hello', version: protocolVersion })
    if (hello.version !== protocolVersion) return port.close(`The caller speaks version ${hello.version}`)
    isGreeted = accept(hello)
    if (isGreeted) return
    post({ type: 'error', id: 0, error: { code: rpcError.forbidden } })
    port.close('The caller was refused')
  }

  function dispatch(frame: Exclude<UpFrame, Hello>): void {
    const known = running.get(frame.id)
    if (frame.type === 'abort') known?.controller.abort(new AppError(rpcError.aborted))
    else if (frame.type === 'credit') known?.credit.grant(frame.credit)
    else if (known) port.close('The caller used an id twice')
    else void start(frame)
  }

  async function start(request: Request): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    const credit = createCredit(request.credit, signal)
    running.set(request.id, { controller, credit })
    await answer(request, { methods, credit, signal, post, onError, assertAllowed })
    running.delete(request.id)
  }
}
