import { mapBytes, typedArrays } from './map-bytes.ts'
import { type Port, portOver } from './port.ts'

/** What the page's MessagePort and Node's have in common. */
export interface MessagePortLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message' | 'messageerror' | 'close', listener: (event: object) => void): void
  start(): void
  close(): void
}

export interface MessagePortOptions {
  /** False where the other end is in Electron's main process: it loses a message with a transferred buffer (electron #34905). */
  readonly transfer?: boolean
}

export function messagePort(inner: MessagePortLike, { transfer = true }: MessagePortOptions = {}): Port {
  const { port, deliver, end } = portOver({
    send(frame) {
      const { message, buffers } = detach(frame)
      inner.postMessage(message, transfer ? buffers : [])
    },
    close: () => inner.close(),
  })
  inner.addEventListener('message', (event) => deliver('data' in event ? event.data : undefined))
  inner.addEventListener('messageerror', () => port.close('A frame could not be read'))
  inner.addEventListener('close', () => end('The other side closed the port'))
  inner.start()
  return port
}

/**
 * A part of a buffer is copied first: its clone would carry the whole buffer, with whatever else lies in it. Not by `slice`,
 * which on a Node Buffer copies nothing.
 */
function detach(frame: unknown): { readonly message: unknown; readonly buffers: ArrayBuffer[] } {
  const buffers = new Set<ArrayBuffer>()
  const message = mapBytes(frame, (bytes, { type }) => {
    const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength
    const whole = isWhole ? bytes : new typedArrays[type](bytes)
    if (whole.byteLength > 0 && whole.buffer instanceof ArrayBuffer) buffers.add(whole.buffer)
    return whole
  })
  return { message, buffers: [...buffers] }
}
