import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { whenState } from '../../../src-renderer/connection/when-state.ts'

test('it waits for the state, and not where the state is so', async () => {
  const store = createStore(() => ({ count: 0 }))
  const waited: string[] = []

  const waiting = whenState(store, ({ count }) => count === 2).then(() => waited.push('over'))
  store.setState({ count: 1 })
  await whenState(store, ({ count }) => count === 1)
  expect(waited).toEqual([])
  store.setState({ count: 2 })
  store.setState({ count: 3 })
  await waiting

  expect(waited).toEqual(['over'])
})
