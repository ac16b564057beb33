import { expect, test } from 'vitest'
import { bytesPerSecond, millisecondsLeft, type Receipts, withReceipt } from '../../../src-renderer/models/transfer-pace.ts'
import type { ModelRow } from '../../../src-shared/rows/model.ts'

const at = (updated_at: number, received_bytes: number, status: ModelRow['status'] = 'downloading'): ModelRow => ({
  ...{ id: 'small', role: 'chat', name: 'Small', path: '', sha256: null, fault: null, created_at: 0 },
  ...{ size_bytes: 10_000, updated_at, received_bytes, status },
})

const after = (rows: readonly ModelRow[]): Receipts => rows.reduce<Receipts>(withReceipt, [])

test('the speed is that of the last ten seconds, so that a line that became slow shows', () => {
  const receipts = after([at(0, 0), at(5000, 5000), at(15_000, 5100), at(20_000, 5200)])

  expect(bytesPerSecond(receipts)).toBe(20)
  expect(millisecondsLeft(at(20_000, 5200), bytesPerSecond(receipts))).toBe(240_000)
})

test('within the first second nothing is foretold', () => {
  expect(bytesPerSecond(after([at(0, 0), at(400, 4000)]))).toBeUndefined()
})

test('a pause and a new beginning forget the speed of before', () => {
  expect(after([at(0, 0), at(2000, 2000), at(2100, 2000, 'paused')])).toEqual([])
  expect(after([at(0, 5000), at(2000, 6000), at(2500, 0)])).toEqual([{ at: 2500, bytes: 0 }])
})

test('what stands still has no end in sight', () => {
  const receipts = after([at(0, 500), at(5000, 500)])

  expect(millisecondsLeft(at(5000, 500), bytesPerSecond(receipts))).toBeUndefined()
})
