import { expect, test } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { entityId } from '../../src-shared/rows/columns.ts'

test('an id is a UUIDv7 that carries its millisecond, so that newer rows lie together in the index', () => {
  const id = newId(0x0190_1234_5678)

  expect(entityId.safeParse(id).success).toBe(true)
  expect(id).toMatch(/^01901234-5678-7/)
})

test('ids of one millisecond differ', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId(1))).size).toBe(10_000)
})
