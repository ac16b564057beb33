import { describe, expect, test } from 'vitest'
import { rpcError } from '../../../src-shared/rpc/errors.ts'
import { call, expectNoted, transports } from './transports.ts'

describe.each(transports)('a call over $transport', ({ open }) => {
  test('is answered, and gets its input as the schema makes it', async () => {
    await using line = await open()
    const { calls } = call(line)

    expect(await calls.add({ a: 1 })).toBe(3)
  })

  test('may have no input and no result', async () => {
    await using line = await open()
    const { calls } = call(line)

    expect(await calls.echo(undefined)).toBeUndefined()
    expect(await calls.release({ key: 'nobody' })).toBeUndefined()
    expect(await calls.echo(null)).toBeNull()
  })

  test('that is answered first does not wait for those before it', async () => {
    await using line = await open()
    const { calls } = call(line)
    const order: string[] = []
    const first = calls.hold({ key: 'first' }).then((key) => order.push(key))
    const second = calls.hold({ key: 'second' }).then((key) => order.push(key))

    await calls.release({ key: 'second' })
    await second
    await calls.release({ key: 'first' })
    await first

    expect(order).toEqual(['second', 'first'])
  })

  test('finds its own answer among 10,000 at once', async () => {
    await using line = await open()
    const { calls } = call(line)
    const numbers = Array.from({ length: 10_000 }, (_, n) => n)

    expect(await Promise.all(numbers.map((a) => calls.add({ a, b: 0 })))).toEqual(numbers)
  })

  test('with wrong input names the places, never the content, and does not run', async () => {
    await using line = await open()
    const { calls } = call(line)

    const wrong = calls.nested({ list: [{ size: 1 }, { size: 'my password' as unknown as number }] })

    await expect(wrong).rejects.toMatchObject({
      code: rpcError.invalidInput,
      data: { method: 'calls.nested', issues: [{ path: 'list.1.size', problem: 'invalid_type' }] },
    })
    expect(line.notes).toEqual([])
  })

  test('ends with the AppError its handler threw', async () => {
    await using line = await open()
    const { calls } = call(line)

    await expect(calls.fail({ how: 'app' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'probe.refused',
      data: { hint: 'no' },
    })
    expect(line.notes).toEqual([])
  })

  test.each([
    ['error', 'secret detail'],
    ['text', 'secret text'],
  ] as const)('whose handler throws an %s tells only the host what it was', async (how, detail) => {
    await using line = await open()
    const { calls } = call(line)

    const error = await calls.fail({ how }).catch((cause: unknown) => cause)

    expect(error).toMatchObject({ code: rpcError.internal, data: undefined })
    expect(JSON.stringify(error)).not.toContain('secret')
    await expectNoted(line, `calls.fail failed: ${detail}`)
  })

  test('ends even if its error or its result cannot travel', async () => {
    await using line = await open()
    const { calls } = call(line)

    await expect(calls.fail({ how: 'untold' })).rejects.toMatchObject({ code: rpcError.internal })
    await expectNoted(line, 'calls.fail failed: [object Date] cannot travel')
    await expect(calls.echo({ since: new Map() })).rejects.toThrow('cannot travel')
    expect(await calls.add({ a: 1, b: 1 })).toBe(2)
  })
})
