import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf, isPassing } from '../fault-of.ts'

export type Toast = { readonly id: string; readonly action?: { readonly label: string; readonly run: () => void } } & (
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'notice' | 'error'; readonly fault: Fault }
)

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

export interface ToastState {
  readonly toasts: readonly Toast[]
  /** What lies over the page and takes every press, the topmost last: notes are shown there. */
  readonly covers: readonly string[]
  cover(id: string): void
  uncover(id: string): void
  show(toast: WithoutId<Toast>): void
  dismiss(id: string): void
  /** It stays as long as the person is at it. */
  hold(id: string): void
  /** From now on it stays as long as a new one. */
  release(id: string): void
  /** Does it, and says why it could not be done. */
  attempt(work: () => Promise<unknown>): Promise<void>
}

export interface ToastDeps {
  readonly newId: () => string
  readonly stayMs?: number
}

const atMost = 3

/** Newest last, three at most. Notes go by themselves, errors stay. */
export function createToastStore({ newId, stayMs = 6000 }: ToastDeps): StoreApi<ToastState> {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  return createStore<ToastState>((set, get) => ({
    toasts: [],
    covers: [],
    cover: (id) => set({ covers: [...get().covers, id] }),
    uncover: (id) => set({ covers: get().covers.filter((each) => each !== id) }),
    show(toast) {
      const id = newId()
      set({ toasts: [...get().toasts, { ...toast, id }].slice(-atMost) })
      get().release(id)
    },
    dismiss(id) {
      get().hold(id)
      set({ toasts: get().toasts.filter((toast) => toast.id !== id) })
    },
    hold(id) {
      clearTimeout(timers.get(id))
      timers.delete(id)
    },
    release(id) {
      get().hold(id)
      const toast = get().toasts.find((each) => each.id === id)
      if (toast && toast.kind !== 'error')
        timers.set(
          id,
          setTimeout(() => get().dismiss(id), stayMs),
        )
    },
    async attempt(work) {
      try {
        await work()
      } catch (error) {
        if (!isPassing(error)) get().show({ kind: 'error', fault: faultOf(error) })
      }
    },
  }))
}
