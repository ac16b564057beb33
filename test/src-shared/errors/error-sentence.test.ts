import { expect, test } from 'vitest'
import { startError, storeError } from '../../../src-shared/desktop/app.ts'
import { backupError } from '../../../src-shared/desktop/backups.ts'
import { chatError } from '../../../src-shared/desktop/chat.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import { embedderError } from '../../../src-shared/engine/embedder.ts'
import { engineError } from '../../../src-shared/engine/lifecycle.ts'
import { llamaError } from '../../../src-shared/engine/llama.ts'
import { errorSentence, hasSentence } from '../../../src-shared/errors/error-sentence.ts'
import { rpcError } from '../../../src-shared/rpc/errors.ts'

const tables = [
  startError,
  storeError,
  backupError,
  chatError,
  conversationError,
  knowledgeError,
  modelError,
  networkError,
  embedderError,
  engineError,
  llamaError,
]

test.each(tables.flatMap((table) => Object.values(table)))(
  '%s has a sentence of its own, so nobody reads a bare code',
  (code) => {
    expect(hasSentence(code)).toBe(true)

    const sentence = errorSentence({ code })

    expect(sentence).toMatch(/^[A-Z“].*[.)]$/)
    expect(sentence).not.toMatch(/undefined|\[object|please|oops|!/i)
  },
)

test('a code from a newer version reads as the general sentence instead of an empty line', () => {
  expect(errorSentence({ code: 'future.code', data: 7 })).toBe(errorSentence({ code: rpcError.internal }))
})

test('figures of the data stand in the sentence', () => {
  expect(errorSentence({ code: chatError.questionTooLong, data: { tokens: 5000, limit: 4096 } })).toContain(
    '5,000 tokens of at most 4,096',
  )
  expect(errorSentence({ code: modelError.diskFull, data: { needed_bytes: 5_200_000_000, free_bytes: 812_000_000 } })).toContain(
    '5.2 GB are needed, 812 MB are free',
  )
})

test('a code that is a name of every object is no sentence', () => {
  expect(hasSentence('constructor')).toBe(false)
})
