import { chatError } from '../../src-shared/desktop/chat.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import { blankMessage, type MessageRow } from '../../src-shared/rows/message.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import type { ChatDeps } from './chat-deps.ts'
import { assertNotInTrash, ensureConversation, findConversation } from './conversations.ts'
import { forgetAsked } from './drafts.ts'
import { selectLeaf } from './message-tree.ts'
import { findMessage, insertMessage, updateMessage } from './messages.ts'

export interface Question {
  readonly conversation_id: string
  readonly message_id: string
  readonly parent_id?: string | null | undefined
  readonly text: string
  readonly collection_ids?: readonly string[] | undefined
  readonly persona_id?: string | null | undefined
  readonly with_attachments: boolean
}

export interface Started {
  readonly conversation: ConversationRow
  /** Null when an answer is made again or continued: its question is there already. */
  readonly question: MessageRow | null
  readonly reply: MessageRow
}

type StartDeps = Pick<ChatDeps, 'db' | 'now' | 'assertQuota' | 'recordUse' | 'attachments'>

export interface ReplyOrder {
  readonly reply_id: string
  readonly modelId: string
}

/** Commits question, empty reply and usage record together: whatever happens next, nothing is lost. */
export function startWithQuestion(deps: StartDeps, question: Question, order: ReplyOrder): Started {
  const at = deps.now()
  return deps.db.transact((tx) => {
    assertNotInTrash(tx, question.conversation_id)
    deps.assertQuota(tx, at)
    const isNew = findConversation(tx, question.conversation_id) === undefined
    const conversation = ensureConversation(tx, {
      id: question.conversation_id,
      at,
      firstQuestion: question.text,
      collection_ids: question.collection_ids,
      persona_id: question.persona_id,
    })
    const parentId = question.parent_id === undefined ? conversation.selected_leaf_id : question.parent_id
    if (parentId !== null) knownParent(tx, parentId, conversation.id)
    const row = insertMessage(tx, {
      ...emptyMessage(question.message_id, conversation.id, at),
      parent_id: parentId,
      role: 'user',
      text: question.text,
      status: 'complete',
    })
    forgetAsked(tx, row, isNew)
    if (question.with_attachments) deps.attachments.send(tx, { conversationId: conversation.id, messageId: row.id, isNew })
    return { ...addReply(deps, tx, { parent: row, order, at }), question: row }
  })
}

/** A further answer beside the one that is there. */
export function startAgain(deps: StartDeps, answerId: string, order: ReplyOrder): Started {
  const at = deps.now()
  return deps.db.transact((tx) => {
    const answer = findMessage(tx, answerId)
    if (answer) assertNotInTrash(tx, answer.conversation_id)
    deps.assertQuota(tx, at)
    const parent = answer?.parent_id ? findMessage(tx, answer.parent_id) : undefined
    if (answer?.role !== 'assistant' || parent === undefined) throw new AppError(chatError.unknownParent, { id: answerId })
    return { ...addReply(deps, tx, { parent, order, at }), question: null }
  })
}

/** Opens an answer that ended early, to write on. It was counted when it began. */
export function startResumed(deps: StartDeps, answerId: string): Started {
  return deps.db.transact((tx) => {
    const answer = findMessage(tx, answerId)
    if (answer) assertNotInTrash(tx, answer.conversation_id)
    const isOpen = answer?.role === 'assistant' && ['stopped', 'interrupted', 'failed'].includes(answer.status)
    if (!isOpen) throw new AppError(chatError.notResumable, { id: answerId })
    const reply = updateMessage(tx, answerId, { status: 'writing', fault: null, updated_at: deps.now() })
    return { conversation: known(tx, reply.conversation_id), question: null, reply }
  })
}

interface NewReply {
  readonly parent: MessageRow
  readonly order: ReplyOrder
  readonly at: number
}

function addReply(deps: StartDeps, tx: WriteDb, { parent, order, at }: NewReply): Omit<Started, 'question'> {
  const reply = insertMessage(tx, {
    ...emptyMessage(order.reply_id, parent.conversation_id, at),
    parent_id: parent.id,
    role: 'assistant',
    model_id: order.modelId,
    status: 'writing',
  })
  deps.recordUse(tx, { modelId: order.modelId, conversationId: reply.conversation_id, messageId: reply.id, at })
  return { reply, conversation: selectLeaf(tx, reply.conversation_id, { leafId: reply.id, at }) }
}

function known(db: ReadDb, id: string): ConversationRow {
  const conversation = findConversation(db, id)
  if (!conversation) throw new AppError(chatError.unknownParent, { id })
  return conversation
}

function knownParent(db: ReadDb, id: string, conversationId: string): void {
  if (findMessage(db, id)?.conversation_id !== conversationId) throw new AppError(chatError.unknownParent, { id })
}

const emptyMessage = (id: string, conversationId: string, at: number): MessageRow => ({
  ...blankMessage,
  id,
  conversation_id: conversationId,
  parent_id: null,
  role: 'user',
  status: 'complete',
  created_at: at,
  updated_at: at,
})
