import { expect, test, vi } from 'vitest'
import { createUseCounter } from '../../../server/search/count-uses.ts'
import type { KnowledgeStore, PassageUse } from '../../../server/stores/knowledge-store.ts'
import { newId } from '../../../src-shared/ids.ts'

test('whoever closes waits for the uses that are being counted already, too', async () => {
  vi.useFakeTimers()
  const [counted, written]: [PassageUse[], PromiseWithResolvers<void>] = [[], Promise.withResolvers()]
  const countUses: KnowledgeStore['countUses'] = async (uses) => {
    if (uses.length === 0) return
    await written.promise
    counted.push(...uses)
  }
  const use = { user_id: newId(), document_id: newId(), position: 0, relevance: 1 }
  const knowledge = { countUses } as unknown as KnowledgeStore
  const uses = createUseCounter({ knowledge, now: Date.now, onFault: () => {} })
  uses.add([use])
  await vi.advanceTimersByTimeAsync(5000)

  const closing = uses.flush().then(() => counted.length)
  written.resolve()

  expect(await closing).toBe(1)
  vi.useRealTimers()
})
