import { MessageChannel } from 'node:worker_threads'
import { messagePort } from '../../src-shared/rpc/message-port.ts'
import type { Port } from '../../src-shared/rpc/port.ts'

/** Two ends in one process. Frames are cloned on the way, so nothing is shared by accident. */
export function portPair(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  return [messagePort(port1), messagePort(port2)]
}
