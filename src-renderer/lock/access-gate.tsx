import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'
import { LockPage } from './lock-page.tsx'
import { StoreFaultPage } from './store-fault-page.tsx'

/** The window's content, or what stands in its place while the core answers nobody. Stores, drafts and the place stay. */
export function AccessGate({ children }: { readonly children: ReactNode }) {
  const access = useStore(usePage().link.state, (state) => state.access)
  if (access?.kind === 'locked') return <LockPage isStart={access.isStart} retryAt={access.retry_at} />
  if (access?.kind === 'failed') return <StoreFaultPage failed={access} />
  return children
}
