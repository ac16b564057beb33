import type { StoreApi } from 'zustand/vanilla'
import type { TrimReason } from '../../src-shared/desktop/chat.ts'
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
  /** What waits in the composer goes with it. */
  readonly withAttachments?: boolean
  /** The message above, of an edit; null at the top. Absent: the newest one shown. */
  readonly parentId?: string | null
}

export interface Trimmed {
  readonly messages: number
  readonly reason: TrimReason
}

export interface Landing {
  readonly messageId: string
}

export interface ThreadFacts {
  /** Null is the chat that does not exist yet. */
  readonly conversationId: string | null
  /** The selected branch, oldest first. */
  readonly items: readonly MessageRow[]
  readonly siblings: Readonly<Record<string, readonly string[]>>
  /** Whether the branch goes on above what is loaded, and below it. */
  readonly hasMore: boolean
  readonly hasNewer: boolean
  readonly isLoading: boolean
  /** Counts the parts of chats that were shown: another one begins where it should, not where the last one was left. */
  readonly part: number
  /** Counts the times the person wanted to see the end. */
  readonly endWanted: number
  /** The message to bring into view and to mark; a new object each time. */
  readonly landing: Landing | null
  /** The model chosen for the chat that does not exist yet; null is the default. */
  readonly newModelId: string | null
  /** Questions that are being edited, by id: kept while they are scrolled out of view. */
  readonly edits: Readonly<Record<string, string>>
  /** Answers whose thought is folded open: kept while they are scrolled out of view. */
  readonly openThoughts: readonly string[]
  /** What each answer that is being made is busy with. */
  readonly phases: Readonly<Record<string, Phase>>
  /** Messages left out of the prompt of an answer, by its id, and why they were not summarised. */
  readonly trimmed: Readonly<Record<string, Trimmed>>
  /** Why the last question could not be asked. */
  readonly fault: Fault | null
}

export interface ThreadPages {
  open(conversationId: string | null): Promise<void>
  /** Reads what is shown again: after a lost connection, or when the branch changed. */
  refresh(): Promise<void>
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Shows the end of the branch. */
  toNewest(): Promise<void>
  /** Shows a message of the open chat, wherever it is, on its branch, in view and marked. */
  land(messageId: string): Promise<void>
  /** Shows the branch of this sibling. */
  select(messageId: string): Promise<void>
}

export interface ThreadEdits {
  rate(messageId: string, feedback: MessageRow['feedback']): Promise<void>
  /** Takes the message out with everything below it; `restore` brings it back. */
  remove(messageId: string): Promise<void>
  restore(messageId: string): Promise<void>
  /** Begins to edit a question, or goes on; null ends it. */
  edit(messageId: string, text: string | null): void
  /** Folds the thought of an answer open, or closed. */
  foldThought(messageId: string, isOpen: boolean): void
  /** The mark of the last landing has been seen. */
  forgetLanding(): void
  /** What was being edited before a reload; what is edited here now is newer. */
  editsFound(edits: Readonly<Record<string, string>>): void
}

export interface ThreadQuestions {
  /** Resolves when the question is committed, or with false when it could not be asked. The answer goes on. */
  send(question: Question): Promise<boolean>
  /** A further answer, by the chat's model unless another is named. */
  regenerate(messageId: string, think: boolean, modelId?: string): Promise<boolean>
  /** Goes on writing an answer that ended early. */
  resume(messageId: string): Promise<boolean>
  stop(): Promise<void>
  forgetFault(): void
  /** For the chat that does not exist yet. */
  chooseModel(modelId: string): void
}

export interface ThreadChanges {
  messageChanged(id: string, row: MessageRow | null): void
  conversationChanged(row: ConversationRow): void
}

export type ThreadState = ThreadFacts & ThreadPages & ThreadEdits & ThreadQuestions & ThreadChanges

export interface ThreadDeps {
  readonly api: Pick<Api, 'messages' | 'chat'>
  readonly newId: () => string
  /** What answers the chat that does not exist yet. */
  readonly personaForNew?: () => string | null
  /** The first question gave the chat its id; `modelId` is what was chosen for it. */
  readonly onStarted: (conversationId: string, modelId: string | null) => void
  /** A row of a conversation came with an answer, before the feed told it. */
  readonly onConversation: (row: ConversationRow) => void
  /** Runs it before the next picture is drawn; at once where nothing is drawn. */
  readonly onFrame?: (run: () => void) => void
}

/** What the parts of the store share. */
export interface ThreadKit extends ThreadDeps {
  readonly get: StoreApi<ThreadState>['getState']
  readonly set: (facts: Partial<ThreadFacts>) => void
  /** What was told so far of the answers that are followed here, by id: never behind their rows for long. */
  readonly growing: Map<string, Growth>
  /** What was asked when the connection was lost, by the answer's id: whether it was committed is not known. */
  readonly unsure: Map<string, (isSaved: boolean) => void>
}

export interface Growth {
  readonly text: string
  readonly thought: string
}

/** Whether an answer is being written at the end of what is shown. */
export const isAnswering = ({ items }: ThreadFacts): boolean => items.at(-1)?.status === 'writing'

export const emptyThread: ThreadFacts = {
  conversationId: null,
  items: [],
  siblings: {},
  hasMore: false,
  hasNewer: false,
  isLoading: false,
  part: 0,
  endWanted: 0,
  landing: null,
  newModelId: null,
  edits: {},
  openThoughts: [],
  phases: {},
  trimmed: {},
  fault: null,
}
