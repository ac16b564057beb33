import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatEvent } from '../../../src-shared/desktop/chat.ts'
import type { ContextUse } from '../../../src-shared/desktop/context.ts'
import { contextError } from '../../../src-shared/desktop/context.ts'
import { newId } from '../../../src-shared/ids.ts'
import { type CoreProcess, startCoreProcess } from '../../helpers/core-process.ts'
import { longSentence, teachLongSentence } from '../../helpers/knowing-core.ts'
import { scriptedAnswer } from '../../helpers/models/scripted-model.ts'
import { ensureTestModels } from '../../helpers/models/test-models.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const folder = tempFolder()
const shared: { core?: CoreProcess; collectionId?: string } = {}

beforeAll(async () => {
  const { scripted } = await ensureTestModels('scripted')
  const core = await startCoreProcess(folder.path)
  Object.assign(shared, { core, collectionId: await teachLongSentence(core, folder.path) })
  const { id } = await core.api.models.import({ path: scripted })
  await core.api.settings.change({ temperature: 0, chat_model_id: id })
})

afterAll(async () => {
  await shared.core?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

test('a chat that no longer fits is summarised by the model; nothing is left out, and no message is lost', async () => {
  const conversationId = newId()
  const asked = []
  for (let n = 0; n < 6; n++) asked.push(await ask(conversationId, story(n)))

  const progress = asked.map(({ events }) => events.filter(({ type }) => type === 'summarising'))
  expect(progress.map((events) => events.length > 0)).toEqual([false, false, false, true, false, true])
  expect(progress[3]?.at(-1)).toEqual({ type: 'summarising', done: 4, total: 4 })
  expect(asked.flatMap(({ events }) => events.filter(({ type }) => type === 'trimmed'))).toEqual([])
  const compactions = await api().compactions.list({ conversation_id: conversationId })
  expect(compactions.map(({ messages, text, source }) => [messages, text, source])).toEqual([
    [4, scriptedAnswer, 'auto'],
    [8, scriptedAnswer, 'auto'],
  ])
  const { items } = await api().messages.page({ conversation_id: conversationId })
  expect(items).toHaveLength(12)
  expect(compactions.map(({ message_id }) => message_id)).toEqual([items[3]?.id, items[7]?.id])
})

test('the prompt is what the meter says, to the token, with the summary as it was edited', async () => {
  const conversationId = newId()
  for (let n = 0; n < 4; n++) await ask(conversationId, story(n))
  const [compaction] = await api().compactions.list({ conversation_id: conversationId })
  const before = await measure(conversationId, 'And then?')
  await api().compactions.edit({ id: compaction?.id ?? '', text: `${scriptedAnswer} ${'It was a long way. '.repeat(20)}` })

  const edited = await measure(conversationId, 'And then?')
  const { row } = await ask(conversationId, 'And then?')

  expect(before.is_exact).toBe(true)
  expect(edited.parts.summary).toBeGreaterThan(before.parts.summary + 80)
  expect(edited).toMatchObject({ context_size: 4096, answer_tokens: 1024, messages: 4, compaction_id: compaction?.id })
  expect(row.prompt_tokens).toBe(total(edited))
})

test('a removed summary gives its place back to the messages, an undone removal takes it again', async () => {
  const conversationId = newId()
  for (const n of [0, 1]) await ask(conversationId, story(n))
  const made = await make(conversationId)
  const compacted = await measure(conversationId, '')

  const removed = await api().compactions.remove({ id: made.id })
  const whole = await measure(conversationId, '')
  await api().compactions.restore(removed)

  expect([compacted.messages, whole.messages]).toEqual([2, 4])
  expect(whole.parts).toMatchObject({ summary: 0 })
  expect(await measure(conversationId, '')).toEqual(compacted)
})

test('a branch that parted before the end of the summary is not concerned by it', async () => {
  const conversationId = newId()
  const asked = []
  for (const n of [0, 1]) asked.push(await ask(conversationId, story(n)))
  const made = await make(conversationId)
  const edit = {
    conversation_id: conversationId,
    message_id: newId(),
    reply_id: newId(),
    parent_id: null,
    text: 'Another beginning',
  }

  await Array.fromAsync(api().chat.send(edit))
  const elsewhere = await measure(conversationId, '')
  await api().messages.select({ id: asked.at(-1)?.row.id ?? '' })
  const back = await measure(conversationId, '')

  expect(elsewhere).toMatchObject({ compaction_id: null, parts: { summary: 0 } })
  expect(back).toMatchObject({ compaction_id: made.id, messages: 2 })
})

test('giving up leaves everything as it was; a chat of one turn has nothing to summarise; the demo model cannot', async () => {
  const conversationId = newId()
  await ask(conversationId, story(0))
  await expect(make(conversationId)).rejects.toMatchObject({ code: contextError.nothingToCompact })
  await ask(conversationId, story(1))
  // It takes ten seconds for what the scripted model has summarised before it can be told to give up.
  const { random107M } = await ensureTestModels('random107M')
  const slow = await api().models.import({ path: random107M })
  await api().conversations.change({ id: conversationId, model_id: slow.id })
  const controller = new AbortController()
  const giveUp = async (): Promise<void> => {
    for await (const { type } of api().compactions.make({ id: newId(), conversation_id: conversationId }, controller.signal))
      if (type === 'summarising') controller.abort()
  }

  await expect(giveUp()).rejects.toMatchObject({ code: 'aborted' })
  await api().conversations.change({ id: conversationId, model_id: 'demo' })
  await expect(make(conversationId)).rejects.toMatchObject({ code: contextError.cannotSummarise })

  // Another model waits for its turn: had the summary been written all the same, it would be there then.
  await ask(newId(), 'How are you?')
  expect(await api().compactions.list({ conversation_id: conversationId })).toEqual([])
})

test('passages are counted apart: those in the history, and about those of the next search', async () => {
  const conversationId = newId()
  const collection_ids = [shared.collectionId ?? '']
  await ask(conversationId, 'What does the warranty of the pump cover?', { collection_ids })

  const use = await measure(conversationId, '')

  expect(use.parts.passages).toBeGreaterThan(longSentence.length / 8)
  expect(use.parts.search).toBeGreaterThan(0)
})

test('a persona answers by its own prompt and sampling; without it the settings do again', async () => {
  await api().settings.change({ temperature: 2, top_p: 1, top_k: 0 })
  const persona = await api().personas.put({
    ...{ id: newId(), name: 'Sailor', icon: 'compass', system_prompt: 'Speak like a sailor. '.repeat(20), model_id: null },
    ...{ think: null, temperature: 0, top_p: null, top_k: null, collection_ids: null },
  })
  const conversationId = newId()

  const { row } = await ask(conversationId, 'Who are you?', { persona_id: persona.id })
  const withPersona = await measure(conversationId, '')
  await api().personas.remove({ id: persona.id })
  const without = await measure(conversationId, '')
  await api().settings.change({ temperature: 0 })

  expect(row.text).toBe(scriptedAnswer)
  expect(withPersona.parts.system).toBeGreaterThan(without.parts.system + 80)
  expect((await api().conversations.get({ id: conversationId })).persona_id).toBeNull()
})

const api = (): CoreProcess['api'] => {
  if (!shared.core) throw new Error('The core did not start')
  return shared.core.api
}

/** Three of them fit the model, four do not. */
const story = (n: number): string => `Story ${n}: ${'the boat went over the river and came back again. '.repeat(40)}`

interface Choices {
  readonly collection_ids?: string[]
  readonly persona_id?: string
}

async function ask(conversationId: string, text: string, choices: Choices = {}) {
  const ids = { conversation_id: conversationId, message_id: newId(), reply_id: newId() }
  const events: ChatEvent[] = await Array.fromAsync(api().chat.send({ ...ids, text, ...choices }))
  return { events, row: await api().messages.get({ id: ids.reply_id }) }
}

async function make(conversationId: string) {
  const events = await Array.fromAsync(api().compactions.make({ id: newId(), conversation_id: conversationId }))
  const done = events.find((event) => event.type === 'done')
  if (!done) throw new Error('No summary was made')
  return done.compaction
}

const measure = (conversationId: string, draft: string): Promise<ContextUse> =>
  api().context.measure({ conversation_id: conversationId, draft })

const total = ({ parts }: ContextUse): number => Object.values(parts).reduce((sum, tokens) => sum + tokens, 0)
