import type { Duplex } from 'node:stream'
import { decodeFrame, encodeFrame, maxFrameBytes } from '../../src-shared/rpc/encode-frame.ts'
import { type Port, portOver } from '../../src-shared/rpc/port.ts'
import { readPieces } from './read-pieces.ts'

export interface StreamPortOptions {
  /** The largest frame either way. */
  readonly limitBytes?: number
}

/** Before each frame: its size in bytes (32 bits, little-endian) and whether it is text or bytes. */
const headBytes = 5
const textKind = 0
const bytesKind = 1

/**
 * Frames over a pipe between two processes whose V8 may differ. Node's own channel will not do there: with
 * `serialization: 'advanced'` it writes V8's format, of which Electron's newer V8 writes a version (16) that Node 24 refuses
 * (denoland/deno #35118), and with 'json' bytes would have to become base64.
 */
export function streamPort(stream: Duplex, { limitBytes = maxFrameBytes }: StreamPortOptions = {}): Port {
  const { port, deliver, end } = portOver({
    send(frame) {
      // Streams wait for credit; this is for a process that stopped reading while it is still called.
      if (stream.writableLength > limitBytes) return port.close('The other process does not read')
      const data = encodeFrame(frame, limitBytes)
      const isText = typeof data === 'string'
      const payload = isText ? Buffer.from(data) : data
      const head = Buffer.alloc(headBytes)
      head.writeUInt32LE(payload.byteLength)
      head.writeUInt8(isText ? textKind : bytesKind, headBytes - 1)
      stream.write(head)
      stream.write(payload)
    },
    // What was written before goes out first: the last frame is the one that says why.
    close: () => stream.end(),
  })
  const take = frameTaker({ limitBytes, deliver, refuse: (reason) => port.close(reason) })
  stream.on('data', take)
  // What failed is told by the close that follows; without a listener it would be thrown.
  stream.on('error', () => undefined)
  stream.on('close', () => end('The other process is gone'))
  if (stream.destroyed) end('The other process is gone')
  return port
}

interface FrameTaker {
  readonly limitBytes: number
  readonly deliver: (frame: unknown) => void
  readonly refuse: (reason: string) => void
}

function frameTaker({ limitBytes, deliver, refuse }: FrameTaker): (chunk: Buffer) => void {
  const pieces = readPieces()
  let head: Buffer | undefined
  return (chunk) => {
    pieces.add(chunk)
    while (true) {
      head ??= pieces.take(headBytes)
      if (head === undefined) return
      const sizeBytes = head.readUInt32LE()
      if (sizeBytes > limitBytes) return refuse(`A frame was over the limit of ${limitBytes} bytes`)
      const payload = pieces.take(sizeBytes)
      if (payload === undefined) return
      const kind = head.readUInt8(headBytes - 1)
      head = undefined
      try {
        deliver(decodeFrame(kind === textKind ? payload.toString('utf8') : new Uint8Array(payload).buffer))
      } catch {
        return refuse('A frame was malformed')
      }
    }
  }
}
