import { expect, test } from 'vitest'
import type { Api } from '../../../src-renderer/api.ts'
import { findInDocument } from '../../../src-renderer/sources/find-in-document.ts'

const apiOf = (text: string) => ({ documents: { read: async () => ({ text }) } }) as unknown as Pick<Api, 'documents'>
const signal = new AbortController().signal

test('words that lie across two parts of a long text are found once', async () => {
  const text = `${'x'.repeat(199_997)}needle${'y'.repeat(300_000)}NEEDLE`

  const places = await findInDocument(apiOf(text), { documentId: 'd', words: 'needle' }, signal)

  expect(places).toEqual([
    [199_997, 200_003],
    [500_003, 500_009],
  ])
})

test('a search that is no longer wanted ends', async () => {
  const asking = new AbortController()
  asking.abort(new Error('other words'))

  await expect(findInDocument(apiOf('words'), { documentId: 'd', words: 'w' }, asking.signal)).rejects.toThrow('other words')
})
