import type { StoreApi } from 'zustand/vanilla'

/** Resolves once the state of the store is so; at once where it is. */
export async function whenState<S>(
  store: Pick<StoreApi<S>, 'getState' | 'subscribe'>,
  isSo: (state: S) => boolean,
): Promise<void> {
  if (isSo(store.getState())) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const leave = store.subscribe((state) => {
    if (isSo(state)) resolve()
  })
  await promise
  leave()
}
