import { newId } from '../../src-shared/ids.ts'
import type { PersonaRow } from '../../src-shared/rows/persona.ts'
import type { ChatDeps, ChatModel, Use } from '../chat/chat-deps.ts'
import type { ReadDb } from '../db/database.ts'
import { attachedPassages } from '../knowledge/attached-passages.ts'
import { attachmentCollection, sendAttachments } from '../knowledge/attachments.ts'
import { resolveChatModel } from '../models/choose-model.ts'
import { demoModelId } from '../models/demo-ids.ts'
import { chosenForModel } from '../models/model-settings.ts'
import { findModel } from '../models/models.ts'
import { findPersona } from '../personas/personas.ts'
import { assertQuota } from '../usage/quota.ts'
import { recordUse } from '../usage/usage-log.ts'
import type { CoreParts } from './core-parts.ts'

export type AnswerParts = CoreParts & Pick<ChatDeps, 'engine' | 'retrieve' | 'plansFor'>

/** What answering takes from the other features. */
export function composeAnswers({ db, engine, now, settings, onFault, retrieve, plansFor }: AnswerParts): ChatDeps {
  const chatModel = (wantedId: string | undefined): ChatModel => {
    const { id, path, row } = resolveChatModel(db, settings(), wantedId)
    return { id, path, name: row.name, quotesOnly: id === demoModelId, chosen: chosenForModel(db, id) }
  }
  return {
    db,
    now,
    settings,
    onFault,
    retrieve,
    plansFor,
    chatModel,
    persona: (id) => personaHere(db, id),
    engine,
    assertQuota,
    attachments: {
      collectionOf: (conversationId) => attachmentCollection(db, conversationId),
      send: sendAttachments,
      openings: (messageId, limit) => attachedPassages(db, messageId, limit),
    },
    recordUse: (tx, use) => void recordUse(tx, oneMessage(use)),
  }
}

function personaHere(db: ReadDb, id: string): PersonaRow | undefined {
  const persona = findPersona(db, id)
  const isHere = persona?.model_id ? findModel(db, persona.model_id) !== undefined : true
  return persona && !isHere ? { ...persona, model_id: null } : persona
}

const oneMessage = ({ modelId, conversationId, messageId, at }: Use) => ({
  usage_id: newId(at),
  meter: 'messages' as const,
  quantity: 1,
  model_id: modelId,
  started_at: at,
  ended_at: null,
  mono_ms: performance.now(),
  lease_id: null,
  conversation_id: conversationId,
  message_id: messageId,
})
