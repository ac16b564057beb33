import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

/** For what is read when something is shown: it is read again once a lost connection is back. */
export const useConnected = (): boolean => useStore(usePage().link.state, ({ status }) => status === 'connected')
