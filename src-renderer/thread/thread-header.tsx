import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { ContextMeter } from '../context/context-meter.tsx'
import { PersonaMenu } from '../personas/persona-menu.tsx'
import { RailToggle } from '../rail/rail-toggle.tsx'
import { usePage } from '../use-page.ts'
import { ChatTitle } from './chat-title.tsx'
import { CollectionMenu } from './collection-menu.tsx'
import { ModelMenu } from './model-menu.tsx'

export interface PageHeaderProps {
  readonly title: ReactNode
  readonly children?: ReactNode
}

/** The line above every page: its title, and what belongs to it. */
export function PageHeader({ title, children }: PageHeaderProps) {
  return (
    <header className="page-header">
      <RailToggle />
      <h1 className="cut">{title}</h1>
      {children}
    </header>
  )
}

export function ThreadHeader() {
  const { thread, conversations } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const row = useStore(conversations, (state) => (conversationId === null ? undefined : state.rows.get(conversationId)))
  return (
    <PageHeader title={<ChatTitle key={conversationId} row={row} />}>
      <PersonaMenu />
      <ModelMenu />
      <CollectionMenu row={row} />
      <ContextMeter />
    </PageHeader>
  )
}
