import { expect, test } from 'vitest'
import type { CacheStore } from '../../../server/stores/cache-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { waitFor } from '../../helpers/wait-for.ts'

/** What every cache keeps; times are real ones. */
export function keepsCacheContract(cache: () => CacheStore): void {
  keepsValues(cache)
  keepsLeases(cache)
  forgetsKinds(cache)
  counts(cache)
}

function keepsValues(cache: () => CacheStore): void {
  test('a value comes back as it was given, and nobody changes it through what he got', async () => {
    const key = newId()
    const value = { text: 'Ω "', list: [1, null], deep: { is: true } }

    await cache().set(key, value, 60)
    value.list.push(2)

    expect(await cache().get(key)).toEqual({ text: 'Ω "', list: [1, null], deep: { is: true } })
    expect(await cache().get(`${key} of another`)).toBeUndefined()
  })

  test('what was deleted is gone, together with others or when it never was', async () => {
    const [a, b] = [newId(), newId()]
    await cache().set(a, 1, 60)
    await cache().set(b, 2, 60)

    await cache().delete([a, b, newId()])
    await cache().delete([])

    expect([await cache().get(a), await cache().get(b)]).toEqual([undefined, undefined])
  })

  test('a value ends with its time, and a later one has its own', async () => {
    const [short, renewed] = [newId(), newId()]
    await cache().set(renewed, 'old', 0.2)
    await cache().set(renewed, 'new', 60)
    await cache().set(short, 'kept', 0.2)

    await waitFor('the end of it', async () => ((await cache().get(short)) === undefined ? true : undefined))

    expect(await cache().get(renewed)).toBe('new')
  })
}

function forgetsKinds(cache: () => CacheStore): void {
  test('all keys of a kind go at once, no other one, and what was loaded for them before is not kept', async () => {
    const [kind, other] = [`${newId()}[*]:`, `${newId()}:`]
    const keys = Array.from({ length: 700 }, (_, n) => `${kind}${n}`)
    await Promise.all([...keys, `${other}1`, `of ${kind}1`].map((key) => cache().set(key, 'old', 60)))
    const lease = await cache().lease(`${kind}loading`)

    await cache().deleteKind(kind)
    await cache().fill(`${kind}loading`, { lease: lease ?? '', value: 'old', ttlSeconds: 60 })

    const left = await Promise.all([...keys, `${kind}loading`].map((key) => cache().get(key)))
    expect(left.filter((value) => value !== undefined)).toEqual([])
    expect([await cache().get(`${other}1`), await cache().get(`of ${kind}1`)]).toEqual(['old', 'old'])
  })

  test('what somebody has blocked stays blocked when its kind goes', async () => {
    const kind = `${newId()}:`
    await cache().block(`${kind}1`, 60)

    await cache().deleteKind(kind)

    expect(await cache().lease(`${kind}1`)).toBeUndefined()
  })
}

function keepsLeases(cache: () => CacheStore): void {
  test('what was loaded under a lease is kept, unless the key was deleted in between', async () => {
    const [kept, changed] = [newId(), newId()]
    const fill = async (key: string, lease: string | undefined, value: string) =>
      cache().fill(key, { lease: lease ?? '', value, ttlSeconds: 60 })
    const leases = [await cache().lease(kept), await cache().lease(changed)]

    await cache().delete([changed])
    await fill(kept, leases[0], 'loaded')
    await fill(changed, leases[1], 'of before')

    expect([await cache().get(kept), await cache().get(changed)]).toEqual(['loaded', undefined])
    await fill(changed, await cache().lease(changed), 'of after')
    await fill(changed, leases[1], 'of before')
    expect(await cache().get(changed)).toBe('of after')
  })

  test('those who load at the same time share a lease; nobody fills without one', async () => {
    const key = newId()

    const leases = await Promise.all(Array.from({ length: 10 }, () => cache().lease(key)))
    await cache().fill(newId(), { lease: 'invented', value: 1, ttlSeconds: 60 })

    expect(new Set(leases).size).toBe(1)
    expect(await cache().lease(newId())).not.toBe(leases[0])
    await cache().fill(key, { lease: 'invented', value: 1, ttlSeconds: 60 })
    expect(await cache().get(key)).toBeUndefined()
  })

  test('what is blocked is gone, and nobody fills it until it is deleted, or the time of the block is over', async () => {
    const [forgotten, left] = [newId(), newId()]
    await cache().set(forgotten, 'old', 60)
    const [lease] = [await cache().lease(forgotten)]

    await cache().block(forgotten, 60)
    await cache().block(left, 0.2)
    await cache().fill(forgotten, { lease: lease ?? '', value: 'old', ttlSeconds: 60 })

    expect([await cache().get(forgotten), await cache().lease(forgotten)]).toEqual([undefined, undefined])
    await cache().delete([forgotten])
    expect(await cache().lease(forgotten)).toBeDefined()
    expect(await waitFor('the end of the block', () => cache().lease(left))).toBeDefined()
  })
}

function counts(cache: () => CacheStore): void {
  test('a hundred at once count to a hundred, and the window begins with the first', async () => {
    const key = newId()

    const tallies = await Promise.all(Array.from({ length: 100 }, () => cache().count(key, 60)))

    expect(tallies.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
    for (const { endsInSeconds } of tallies) expect(endsInSeconds).toBeGreaterThan(50)
  })

  test('after its window counting starts anew', async () => {
    const key = newId()
    await cache().count(key, 1)
    await cache().count(key, 1)

    expect(await waitFor('a new window', async () => ((await cache().count(key, 1)).count === 1 ? true : undefined))).toBe(true)
  })
}
