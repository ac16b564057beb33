import { randomFillSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { call, transports } from './transports.ts'

describe.each(transports)('bytes over $transport', ({ open }) => {
  test('arrive as what they were, wherever they are in a value', async () => {
    await using line = await open()
    const { calls } = call(line)
    const value = () => ({
      title: 'page 1',
      vector: new Float32Array([0.5, -1, Number.NaN]),
      parts: [{ image: new Uint8Array([1, 2, 255]) }, { image: new Uint8Array(0) }, { text: null }],
      odd: new Float64Array([Math.PI]),
    })

    expect(await calls.echo(value())).toEqual(value())
  })

  test('may be the whole value', async () => {
    await using line = await open()
    const { calls } = call(line)

    expect(await calls.echo(new Float32Array([1, 2]))).toEqual(new Float32Array([1, 2]))
  })

  test('of a part of a buffer arrive alone, and leave the buffer usable', async () => {
    await using line = await open()
    const { calls } = call(line)
    const whole = new Float32Array([1, 2, 3, 4])

    const echoed = await calls.echo({ part: whole.subarray(1, 3), odd: new Uint8Array(whole.buffer, 3, 5) })

    expect(echoed).toEqual({ part: new Float32Array([2, 3]), odd: new Uint8Array([63, 0, 0, 0, 64]) })
    expect([...whole]).toEqual([1, 2, 3, 4])
  })

  test('arrive from two views of one buffer', async () => {
    await using line = await open()
    const { calls } = call(line)
    const bytes = new Uint8Array([1, 2, 3])

    expect(await calls.echo([bytes, new Uint8Array(bytes.buffer)])).toEqual([
      new Uint8Array([1, 2, 3]),
      new Uint8Array([1, 2, 3]),
    ])
  })

  test("arrive from Node's pooled buffers without their neighbours", async () => {
    await using line = await open()
    const { calls } = call(line)

    const echoed = (await calls.echo({ bytes: Buffer.from('hearth') })) as { readonly bytes: Uint8Array }

    expect(new TextDecoder().decode(echoed.bytes)).toBe('hearth')
  })

  test('of many megabytes arrive whole', async () => {
    await using line = await open()
    const { calls } = call(line)
    const bytes = randomFillSync(new Uint8Array(8 * 2 ** 20))
    const copy = bytes.slice()

    const echoed = (await calls.echo({ bytes })) as { readonly bytes: Uint8Array }

    expect(Buffer.compare(echoed.bytes, copy)).toBe(0)
  })

  test('stream', async () => {
    await using line = await open()
    const { streams } = call(line)

    const vectors = await Array.fromAsync(streams.vectors({ count: 100 }))

    expect(vectors[99]).toEqual(new Float32Array([99, 49.5]))
    expect(vectors).toHaveLength(100)
  })
})
