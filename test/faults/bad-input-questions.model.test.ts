import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { modelError } from '../../src-shared/desktop/models.ts'
import { errorSentence } from '../../src-shared/errors/error-sentence.ts'
import { newId } from '../../src-shared/ids.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import {
  ask,
  expectAnswers,
  expectInWords,
  importFiles,
  knownFact,
  knownQuestion,
  newCollection,
  refusalOf,
} from './bad-input.ts'

test('a question longer than the context is refused with both figures and kept whole, with documents and without; a shorter one is answered', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()
  const collectionId = await newCollection(core)
  writeFileSync(join(folder.path, 'boiler.txt'), knownFact)
  await importFiles(core, collectionId, [join(folder.path, 'boiler.txt')])
  const text = `${knownQuestion} `.repeat(8000).trim()

  for (const collectionIds of [[], [collectionId]]) {
    const startedMs = performance.now()
    const { question, reply, conversationId } = await ask(core, text, { collectionIds })

    expect(performance.now() - startedMs).toBeLessThan(20_000)
    expect(question).toMatchObject({ text, status: 'complete' })
    expect(reply).toMatchObject({ status: 'failed', text: '' })
    expectInWords(reply.fault, chatError.questionTooLong, /\d{2},\d{3} tokens of at most 3,072/, 'It is saved')
    const { items } = await api.messages.page({ conversation_id: conversationId })
    expect(items.map(({ id }) => id)).toEqual([question.id, reply.id])
  }
  await expectAnswers(core, [collectionId])
  expect(core.said()).toBe('')
})

test('a question that no contract takes is refused before anything is written', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()

  for (const text of ['', '   \n ', 'a'.repeat(1_000_001)]) {
    const { code } = await refusalOf(ask(core, text))
    expect(code).toBe(rpcError.invalidInput)
  }
  expect(errorSentence({ code: rpcError.invalidInput })).toContain('Nothing was changed.')
  const unknown = await refusalOf(ask(core, 'Hello?', { modelId: 'gone' }))
  expectInWords(unknown, modelError.unknown, 'gone')
  const orphan = api.chat.send({
    ...{ conversation_id: newId(), message_id: newId(), reply_id: newId() },
    ...{ parent_id: newId(), text: 'Whose child am I?' },
  })
  expectInWords(await refusalOf(Array.fromAsync(orphan)), chatError.unknownParent)

  expect((await api.conversations.list({})).items).toEqual([])
  expect((await ask(core, '\ud83d\ude00 \u202e odd \u0007 characters \ufffd')).reply.status).toBe('complete')
})
