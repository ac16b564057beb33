import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '../../../src-shared/rpc/encode-frame.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'

const bytes = fc.oneof(
  fc.uint8Array(),
  fc.float32Array({ noNaN: true }),
  fc.int16Array(),
  fc.float64Array({ noNaN: true }),
  fc.uint32Array().map((array) => array.subarray(1)),
)

/** As JSON itself would bring it: it knows no negative zero. */
const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)))

const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(bytes, json),
  tree: fc.oneof({ maxDepth: 4 }, tie('leaf'), fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
}))

const buffer = (data: string | Uint8Array<ArrayBuffer>): string | ArrayBuffer => (typeof data === 'string' ? data : data.buffer)

test('whatever is JSON and typed arrays arrives as it was', () => {
  fc.assert(
    fc.property(tree, (frame) => {
      expect(decodeFrame(buffer(encodeFrame(frame)))).toEqual(frame)
    }),
    { numRuns: 500 },
  )
})

test('garbage, and frames with a few bytes changed, are read or refused but never harm', () => {
  const damaged = fc.tuple(tree, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })).map(([frame, changes]) => {
    const encoded = encodeFrame({ frame, bytes: new Uint8Array(3) }) as Uint8Array<ArrayBuffer>
    for (const [at, value] of changes) encoded[at % encoded.length] = value
    return encoded
  })

  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), damaged), (data) => {
      try {
        decodeFrame(new Uint8Array(data).buffer)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('a value that looks like a placeholder stays what it is', () => {
  const frame = { type: 'item', item: [null, { path: ['frame'], type: 'Uint8Array' }, new Uint8Array([1])] }

  expect(decodeFrame(buffer(encodeFrame(frame)))).toEqual(frame)
})

test.each([
  ['a prototype', ['frame', '__proto__', 'polluted']],
  ['a place that is taken', ['frame', 'taken']],
  ['a place that is not there', ['frame', 'new']],
  ['nowhere', []],
])('a section cannot be put on %s', (_, path) => {
  const head = new TextEncoder().encode(
    JSON.stringify({ root: { frame: { taken: 1 } }, sections: [{ path, type: 'Uint8Array', sizeBytes: 0 }] }),
  )
  const data = new Uint8Array([head.length, 0, 0, 0, ...head])

  expect(() => decodeFrame(data.buffer)).toThrow()
  expect('polluted' in {}).toBe(false)
})

test('bytes after the last section are refused', () => {
  const encoded = encodeFrame(new Uint8Array(3)) as Uint8Array<ArrayBuffer>

  expect(() => decodeFrame(new Uint8Array([...encoded, 0]).buffer)).toThrow('last section')
  expect(() => decodeFrame(encoded.slice(0, -1).buffer)).toThrow('after its frame')
})

test('text and bytes are measured as they travel, to the byte', () => {
  const textBytes = Buffer.byteLength(JSON.stringify('é'.repeat(10)))
  const binaryBytes = encodeFrame(new Uint8Array(10)).length

  expect(() => encodeFrame('é'.repeat(10), textBytes)).not.toThrow()
  expect(() => encodeFrame('é'.repeat(10), textBytes - 1)).toThrow(expect.objectContaining({ code: rpcError.tooLarge }))
  expect(() => encodeFrame(new Uint8Array(10), binaryBytes)).not.toThrow()
  expect(() => encodeFrame(new Uint8Array(10), binaryBytes - 1)).toThrow(expect.objectContaining({ code: rpcError.tooLarge }))
})
