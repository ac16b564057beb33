import type { StoreApi } from 'zustand/vanilla'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import type { Api } from '../api.ts'
import type { Phase } from './phase.ts'

export interface Question {
  readonly text: string
  readonly think: boolean
  /** For a chat that does not exist yet: what it answers from. */
  readonly collectionIds?: readonly string[]
  /** The message above, of an edit; null at the top. Absent: the newest one shown. */
  readonly parentId?: string | null
}

export interface ThreadFacts {
  /** Null is the chat that does not exist yet. */
  readonly conversationId: string | null
  /** The selected branch, oldest first. */
  readonly items: readonly MessageRow[]
  readonly siblings: Readonly<Record<string, readonly string[]>>
  readonly hasMore: boolean
  readonly isLoading: boolean
  /** What each answer that is being made is busy with. */
  readonly phases: Readonly<Record<string, Phase>>
  /** Messages left out of the prompt of an answer, by its id. */
  readonly trimmed: Readonly<Record<string, number>>
  /** Why the last question could not be asked. */
  readonly fault: Fault | null
}

export interface ThreadPages {
  open(conversationId: string | null): Promise<void>
  /** Reads what is shown again: after a lost connection, or when the branch changed. */
  refresh(): Promise<void>
  loadOlder(): Promise<void>
  /** Shows the branch of this sibling. */
  select(messageId: string): Promise<void>
  rate(messageId: string, feedback: MessageRow['feedback']): Promise<void>
}

export interface ThreadQuestions {
  /** Resolves when the question is committed, or with false when it could not be asked. The answer goes on. */
  send(question: Question): Promise<boolean>
  regenerate(messageId: string, think: boolean): Promise<boolean>
  /** Goes on writing an answer that ended early. */
  resume(messageId: string): Promise<boolean>
  stop(): Promise<void>
  forgetFault(): void
}

export interface ThreadChanges {
  messageChanged(id: string, row: MessageRow | null): void
  conversationChanged(row: ConversationRow): void
}

export type ThreadState = ThreadFacts & ThreadPages & ThreadQuestions & ThreadChanges

export interface ThreadDeps {
  readonly api: Pick<Api, 'messages' | 'chat'>
  readonly newId: () => string
  /** The first question gave the chat its id. */
  readonly onStarted: (conversationId: string) => void
  /** A row of a conversation came with an answer, before the feed told it. */
  readonly onConversation: (row: ConversationRow) => void
}

/** What the parts of the store share. */
export interface ThreadKit extends ThreadDeps {
  readonly get: StoreApi<ThreadState>['getState']
  readonly set: (facts: Partial<ThreadFacts>) => void
}

export const emptyThread: ThreadFacts = {
  conversationId: null,
  items: [],
  siblings: {},
  hasMore: false,
  isLoading: false,
  phases: {},
  trimmed: {},
  fault: null,
}
