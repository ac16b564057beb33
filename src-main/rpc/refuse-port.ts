import { serializeError } from '../../src-shared/rpc/errors.ts'
import type { DownFrame } from '../../src-shared/rpc/frames.ts'
import type { Port } from '../../src-shared/rpc/port.ts'
import { protocolVersion } from '../../src-shared/rpc/protocol-version.ts'

/** Tells whoever is at the other end why nothing is answered there: all its calls fail with `error`. */
export function refusePort(port: Port, error: unknown): void {
  const post = (frame: DownFrame): void => port.post(frame)
  post({ type: 'hello', version: protocolVersion })
  post({ type: 'error', id: 0, error: serializeError(error) })
  port.close('It is not answered')
}
