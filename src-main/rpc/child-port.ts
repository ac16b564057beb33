import type { ChildProcess } from 'node:child_process'
import { mapBytes } from '../../src-shared/rpc/map-bytes.ts'
import { type Port, portOver } from '../../src-shared/rpc/port.ts'

/** Either end of a child's channel: the ChildProcess in the parent, `process` in the child. */
export interface ChildChannel {
  readonly connected: boolean
  send?: ChildProcess['send']
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  disconnect(): void
}

/**
 * A port to a child that was forked with `serialization: 'advanced'`; with any other, typed arrays arrive as plain objects.
 * Closing it closes the channel and leaves the process alone.
 */
export function childPort(channel: ChildChannel): Port {
  let unsent = 0
  let isClosing = false

  const disconnect = () => {
    if (isClosing && unsent === 0 && channel.connected) channel.disconnect()
  }
  const { port, deliver, end } = portOver({
    send(frame) {
      const message = mapBytes(frame, (bytes) => bytes)
      if (!channel.connected) return
      unsent += 1
      // A send that fails late is a channel that is gone, which `disconnect` tells.
      channel.send?.(message as object, () => {
        unsent -= 1
        disconnect()
      })
    },
    // Disconnecting drops what is still being written, and the last frame is the one that says why.
    close() {
      isClosing = true
      disconnect()
    },
  })
  channel.on('message', deliver)
  channel.on('disconnect', () => end('The other process is gone'))
  if (!channel.connected) end('The other process is gone')
  return port
}
