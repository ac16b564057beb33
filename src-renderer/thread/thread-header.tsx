import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { ContextMeter } from '../context/context-meter.tsx'
import { PersonaMenu } from '../personas/persona-menu.tsx'
import { NarrowActions } from '../rail/narrow-actions.tsx'
import { RailToggle } from '../rail/rail-toggle.tsx'
import { usePage } from '../use-page.ts'
import { ChatTitle } from './chat-title.tsx'
import { CollectionMenu } from './collection-menu.tsx'
import { ModelMenu } from './model-menu.tsx'

export interface PageHeaderProps {
  readonly title: ReactNode
  readonly children?: ReactNode
  /** What it is about: on a line of its own in a narrow window. */
  readonly facts?: ReactNode
}

/** The line above every page: its title, and what belongs to it. */
export function PageHeader({ title, children, facts }: PageHeaderProps) {
  return (
    <header className="page-header">
      <RailToggle />
      <h1 className="cut">{title}</h1>
      {children}
      <NarrowActions />
      {facts === undefined ? null : <div className="header-facts">{facts}</div>}
    </header>
  )
}

export function ThreadHeader() {
  const { thread, conversations } = usePage()
  const conversationId = useStore(thread, (state) => state.conversationId)
  const row = useStore(conversations, (state) => (conversationId === null ? undefined : state.rows.get(conversationId)))
  return (
    <PageHeader
      title={<ChatTitle key={conversationId} row={row} />}
      facts={
        <>
          <PersonaMenu />
          <ModelMenu />
          <CollectionMenu row={row} />
          <ContextMeter />
        </>
      }
    />
  )
}
