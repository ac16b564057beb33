import { expect, test } from 'vitest'
import { onceMore, onceMoreStream } from '../../../src-main/engine/once-more.ts'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

const crashed = new AppError(engineError.crashed)
const tooLong = new AppError(llamaError.promptTooLong)

/** Ends each time as the next of these says. */
function work(...ends: readonly (AppError | string)[]) {
  const asked = { times: 0 }
  const next = async (): Promise<string> => {
    const end = ends[asked.times++]
    if (typeof end === 'string') return end
    throw end
  }
  return { asked, next }
}

test.each([
  { what: 'a crash is asked once more', ends: [crashed, 'done'], outcome: 'done', times: 2 },
  { what: 'a second crash is told', ends: [crashed, crashed, 'done'], outcome: crashed, times: 2 },
  { what: 'another fault is told at once', ends: [tooLong, 'done'], outcome: tooLong, times: 1 },
  { what: 'no room for it in the next one is no fault of the prompt', ends: [crashed, tooLong], outcome: crashed, times: 2 },
] as const)('$what', async ({ ends, outcome, times }) => {
  const { asked, next } = work(...ends)

  expect(await onceMore(next).catch((error: unknown) => error)).toBe(outcome)

  expect(asked.times).toBe(times)
})

test('a stream is begun again as long as nothing came that counts, and not after that', async () => {
  const opened: string[][] = [['reading'], ['reading', 'word'], ['never']]
  const ends = [crashed, crashed]
  async function* open() {
    yield* opened.shift() ?? []
    throw ends.shift() ?? new Error('asked too often')
  }
  const seen: string[] = []

  const read = async () => {
    for await (const item of onceMoreStream(open, (item) => item === 'word')) seen.push(item)
  }

  await expect(read()).rejects.toBe(crashed)
  expect(seen).toEqual(['reading', 'reading', 'word'])
  opened.splice(0, 1, ['word'], ['never'])
  ends.push(crashed)
  await expect(read()).rejects.toBe(crashed)
  expect(opened).toEqual([['never']])
})
