import { z } from 'zod'
import { AppError, rpcError } from './errors.ts'
import { mapBytes, type TypedArray, type TypedArrayName, typedArrays } from './map-bytes.ts'

/** 512 MiB, about the longest string V8 can hold. */
export const maxFrameBytes = 2 ** 29

const section = z.object({
  path: z.array(z.string()).min(1),
  type: z.custom<TypedArrayName>((name) => typeof name === 'string' && Object.hasOwn(typedArrays, name)),
  sizeBytes: z.int().min(0),
})
type Section = z.infer<typeof section>

/** Where a section belongs, `root` holds null. */
const header = z.object({ root: z.object({ frame: z.unknown() }), sections: z.array(section) })

const lengthBytes = 4

/**
 * A frame as text, or as bytes if it holds typed arrays: the length of a JSON header (32 bits, little-endian), the header, and
 * the arrays one after another, little-endian like every machine Hearth runs on. Throws AppError `too_large` over the limit.
 */
export function encodeFrame(frame: unknown, limitBytes = maxFrameBytes): string | Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = []
  const sections: Section[] = []
  const root = mapBytes({ frame }, (bytes, { path, type }) => {
    arrays.push(bytes)
    sections.push({ path, type, sizeBytes: bytes.byteLength })
    return null
  })
  if (arrays.length === 0) return checkedText(JSON.stringify(frame), limitBytes)
  const head = new TextEncoder().encode(JSON.stringify({ root, sections }))
  const sizeBytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, lengthBytes + head.byteLength)
  if (sizeBytes > limitBytes) throw new AppError(rpcError.tooLarge, { sizeBytes, limitBytes })
  return concat(head, arrays, sizeBytes)
}

/** Throws if it is not what `encodeFrame` makes. Every array owns its buffer. */
export function decodeFrame(data: string | ArrayBuffer): unknown {
  if (typeof data === 'string') return JSON.parse(data)
  const headEnd = lengthBytes + new DataView(data).getUint32(0, true)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(data, lengthBytes, headEnd - lengthBytes))
  const { root, sections } = header.parse(JSON.parse(text))
  let offset = headEnd
  for (const { path, type, sizeBytes } of sections) {
    const end = offset + sizeBytes
    if (end > data.byteLength) throw new RangeError('A section ends after its frame')
    place(root, path, new typedArrays[type](data.slice(offset, end)))
    offset = end
  }
  if (offset !== data.byteLength) throw new RangeError('A frame does not end with its last section')
  return root.frame
}

function checkedText(text: string, limitBytes: number): string {
  // A UTF-16 unit takes at most three bytes, so most frames need no count.
  const sizeBytes = text.length * 3 <= limitBytes ? 0 : new TextEncoder().encode(text).byteLength
  if (sizeBytes > limitBytes) throw new AppError(rpcError.tooLarge, { sizeBytes, limitBytes })
  return text
}

function concat(head: Uint8Array, arrays: readonly TypedArray[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeBytes)
  new DataView(whole.buffer).setUint32(0, head.byteLength, true)
  whole.set(head, lengthBytes)
  let offset = lengthBytes + head.byteLength
  for (const { buffer, byteOffset, byteLength } of arrays) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), offset)
    offset += byteLength
  }
  return whole
}

/** Only replaces a null that is there: a path can neither add a key nor reach a prototype. */
function place(root: unknown, path: readonly string[], array: TypedArray): void {
  let parent = root
  for (const key of path.slice(0, -1)) parent = own(parent, key)
  const last = path.at(-1) ?? ''
  if (own(parent, last) !== null) throw new TypeError('A section belongs nowhere')
  Object.assign(parent as object, { [last]: array })
}

function own(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key))
    throw new TypeError('A section belongs nowhere')
  return (parent as Record<string, unknown>)[key]
}
