import { decodeFrame, encodeFrame, maxFrameBytes } from './encode-frame.ts'
import { type Port, portOver } from './port.ts'

/** What the page's WebSocket and that of `ws` have in common. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code: number, reason: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
}

export interface SocketPortOptions {
  /** The largest frame either way. A `ws` server should get it as `maxPayload` too, so that it need not be read to be refused. */
  readonly limitBytes?: number
}

const connecting = 0
const closedByUs = 4000

/** Text frames for JSON, binary frames for what holds bytes. What is posted before the socket is open waits for it. */
export function socketPort(socket: SocketLike, { limitBytes = maxFrameBytes }: SocketPortOptions = {}): Port {
  const waiting: (string | Uint8Array<ArrayBuffer>)[] = []
  const { port, deliver, end } = portOver({
    send(frame) {
      // Streams wait for credit; this is for a page that stopped reading while it goes on calling.
      if (socket.bufferedAmount > limitBytes) return port.close('The other side does not read')
      const data = encodeFrame(frame, limitBytes)
      if (socket.readyState === connecting) waiting.push(data)
      else socket.send(data)
    },
    close: (reason) => socket.close(closedByUs, reason),
  })

  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => {
    for (const data of waiting.splice(0)) socket.send(data)
  })
  socket.addEventListener('message', ({ data }) => {
    const read = decode(data, limitBytes)
    if ('fault' in read) port.close(read.fault)
    else deliver(read.frame)
  })
  // What failed is told by the close that follows; without a listener, `ws` would throw.
  socket.addEventListener('error', () => {})
  socket.addEventListener('close', ({ reason, code }) => end(reason || `The socket closed (${code})`))
  return port
}

function decode(data: unknown, limitBytes: number): { readonly frame: unknown } | { readonly fault: string } {
  if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return { fault: 'A frame was neither text nor bytes' }
  if (sizeOf(data) > limitBytes) return { fault: `A frame was over the limit of ${limitBytes} bytes` }
  try {
    return { frame: decodeFrame(data) }
  } catch {
    return { fault: 'A frame was malformed' }
  }
}

const sizeOf = (data: string | ArrayBuffer): number => (typeof data === 'string' ? data.length : data.byteLength)
