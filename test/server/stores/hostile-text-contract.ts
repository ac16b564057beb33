import { expect, test } from 'vitest'
import type { ConversationStore } from '../../../server/stores/conversation-store.ts'
import type { HistoryStore } from '../../../server/stores/history-store.ts'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { newId } from '../../../src-shared/ids.ts'
import { injectedTexts } from '../../helpers/server/injections.ts'
import { passagesOf } from '../../helpers/server/passages-of.ts'
import { message } from './history-contract.ts'
import { knowledgeDocument } from './knowledge-contract.ts'

/**
 * No store keeps U+0000 in text, and half a character is none: what reaches them has neither. PGlite reads a text without the byte order mark
 * that it begins with (its `TextDecoder` takes it for no part of the text); PostgreSQL keeps it.
 */
const texts = injectedTexts.filter((text) => text.isWellFormed() && !text.includes('\u0000') && !text.startsWith('\uFEFF'))

/** What is a statement or an operator somewhere is text here, in every field; what others have stays as it was. */
export function keepsHostileKnowledge(knowledge: () => KnowledgeStore): void {
  test('documents whose every text is a statement or an operator come back as they were, and another’s stays', async () => {
    const [user_id, embedding] = [newId(), Float32Array.of(1, 0)]
    const canary = knowledgeDocument()
    const whole = knowledgeDocument({
      user_id,
      passages: texts.map((content) => ({ content, embedding })),
      metadata: { tags: texts },
    })
    const named = texts.map((text) => knowledgeDocument({ user_id, embedder: text, metadata: { source: text, category: text } }))

    // One after another: a hundred at once would keep a small database from answering at all.
    for (const document of [canary, whole, ...named]) await knowledge().putDocument(document)

    const { documents } = await knowledge().listDocuments(user_id, { limit: 1000 })
    const found = new Map(documents.map((each) => [each.document_id, each]))
    expect(documents).toHaveLength(named.length + 1)
    for (const { document_id, embedder, metadata } of named) expect(found.get(document_id)).toMatchObject({ embedder, metadata })
    expect(found.get(whole.document_id)?.metadata.tags).toEqual(texts)
    expect((await passagesOf(knowledge(), whole)).map(({ content }) => content)).toEqual(texts)
    expect(await passagesOf(knowledge(), canary)).toHaveLength(canary.passages.length)
  })
}

export function keepsHostileConversations(conversations: () => ConversationStore): void {
  test('topics and plans that are statements or operators come back as they were, and another’s conversation stays', async () => {
    const user_id = newId()
    const turnOf = (text: string) => ({
      ...{ user_id, session_id: newId(), turn_id: newId(), at: new Date(), messages: 2 },
      ...{ topics: [text], subscription_plan: text, title: text, last_message: text },
    })
    const [canary, turns] = [{ ...turnOf('canary'), user_id: newId() }, texts.map(turnOf)]

    for (const turn of [canary, ...turns]) await conversations().addTurn(turn)

    const { conversations: all } = await conversations().list(user_id, { limit: 1000 })
    const found = new Map(all.map((each) => [each.session_id, each]))
    for (const { session_id, topics, subscription_plan, title } of turns)
      expect(found.get(session_id)).toMatchObject({ topics, subscription_plan, title })
    expect((await conversations().list(canary.user_id, { limit: 10 })).conversations).toMatchObject([{ topics: ['canary'] }])
  })
}

export function keepsHostileHistory(history: () => HistoryStore): void {
  test('messages whose every text is a statement come back as they were, and another’s stays', async () => {
    const canary = message({ user_id: newId(), session_id: newId(), message: 'canary' })
    const of = { user_id: newId(), session_id: newId() }
    // What reads a request lets no key `__proto__` through.
    const keyOf = (text: string): string => (text === '__proto__' ? 'key' : text)
    const sent = texts.map((text, n) => message({ ...of, message: text, model_used: text, metadata: { [keyOf(text)]: text } }, n))

    await Promise.all([canary, ...sent].map((each) => history().add(each)))

    const { messages } = await history().readSession(of, { limit: texts.length })
    expect(messages).toEqual(sent.toReversed().map((each) => ({ ...each, feedback_score: null })))
    expect((await history().readSession(canary, { limit: 10 })).messages).toMatchObject([{ message: 'canary' }])
  })
}
