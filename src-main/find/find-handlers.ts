import type { FindAnswer, FindKind, FindQuery, find } from '../../src-shared/desktop/find.ts'
import { findTerms } from '../../src-shared/find/find-terms.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { ReadDb } from '../db/database.ts'
import { createPause } from './between-slices.ts'
import { documentHit } from './document-hit.ts'
import { conversationHit, findConversations } from './find-conversations.ts'
import { findDocuments } from './find-documents.ts'
import { findInConversation } from './find-in-conversation.ts'
import { type Found, findMessages } from './find-messages.ts'
import { messageHit } from './message-hit.ts'
import { hasPhrase } from './phrases.ts'
import { tellingTerms } from './telling-terms.ts'
import { withoutShortEnd } from './without-short-end.ts'

export interface FindDeps {
  readonly db: ReadDb
}

export function createFindHandlers({ db }: FindDeps): FeatureHandlers<typeof find> {
  return {
    everything: (query, signal) => findEverything(db, query, signal),
    inConversation: ({ conversation_id, text }, signal) =>
      findInConversation(db, { conversationId: conversation_id, text, pause: createPause(signal) }),
  }
}

async function findEverything(db: ReadDb, query: FindQuery, signal: AbortSignal): Promise<FindAnswer> {
  const terms = tellingTerms(findTerms(query.query))
  const { filters } = query
  const search = { terms, filters, pause: createPause(signal) }
  const ended = withoutShortEnd(terms)
  // The lists of short beginnings know no phrases, and passages have no such lists.
  const ofMessages = hasPhrase(terms) ? ended : terms
  const kinds = terms.length === 0 ? [] : query.kinds
  const ask = <T>(kind: FindKind, answer: () => Promise<Found<T>>) => (kinds.includes(kind) ? answer() : nothing)
  const [conversations, messages, documents] = [
    await ask('conversations', () => findConversations(db, search)),
    await ask('messages', () => findMessages(db, { ...search, terms: ofMessages })),
    await ask('documents', () => findDocuments(db, { ...search, terms: ended })),
  ]
  return {
    conversations: page(conversations, query, (row) => conversationHit(row, terms)),
    messages: page(messages, query, ({ rowid }) => messageHit(db, rowid, ofMessages)),
    documents: page(documents, query, (found) => documentHit(db, found, ended)),
  }
}

const nothing = { rows: [], isCapped: false }

function page<T, H>({ rows, isCapped }: Found<T>, { offset, limit }: FindQuery, hit: (row: T) => H | undefined) {
  const items = rows.slice(offset, offset + limit).map(hit)
  return { items: items.filter((item) => item !== undefined), total: rows.length, is_capped: isCapped }
}
