import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../src-shared/desktop/chat.ts'
import { newId } from '../../../src-shared/ids.ts'
import type { CoreProcess } from '../../helpers/core-process.ts'
import { freezeProcess } from '../../helpers/freeze-process.ts'
import { longSentence } from '../../helpers/knowing-core.ts'
import { newIds, shareKnowingCore } from '../../helpers/share-knowing-core.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const question = 'What does the warranty of the pump cover?'
const answer = `${longSentence} [1]`
const { core, api, collections } = shareKnowingCore()

test('a question that is typed has its model loaded, and its answer reads no word of the chat before it again', async () => {
  const asked = await ask()
  await api().models.unload()

  await api().chat.prepare({ conversation_id: asked.conversation_id })

  const events = await eventsOf({ conversation_id: asked.conversation_id })
  const readings = events.filter((event) => event.type === 'reading')
  // Before, the question of the first turn with its passage, its answer and the rules; to be read, a question and a passage.
  expect(readings[0]?.done).toBeGreaterThan(300)
  expect(events.some(({ type }) => type === 'loading')).toBe(false)
  expect(textOf(events)).toBe(answer)
})

test('a question that is sent while its model is being loaded joins that load, tells of it and is answered', async () => {
  const asked = await duringLoad(() => untilItWaits({ ...newIds(), text: question }))

  const events = await Array.fromAsync({ [Symbol.asyncIterator]: () => asked })

  expect(textOf(events)).toMatch(/only quote/)
  expect(events.some((event) => event.type === 'loading' && event.progress > 0)).toBe(true)
})

test('an answer that is stopped while it waits for the load of another ends at once, and the load goes on', async () => {
  const ids = newIds()

  await duringLoad(async () => {
    await untilItWaits({ ...ids, text: question })
    await api().chat.stop({ message_id: ids.reply_id })
    expect(await api().messages.get({ id: ids.reply_id })).toMatchObject({ status: 'stopped', fault: null })
  })

  expect(await api().models.loaded()).toMatchObject({ id: 'demo', state: 'ready' })
})

// What is typed while an answer is written would be read without that answer, and the answer be forgotten for it.
test('while a chat is answered nothing is read ahead in it, and its next answer has all of it in memory', async () => {
  const conversation_id = newId()
  const events: ChatEvent[] = []
  for await (const event of api().chat.send({ ...newIds(), conversation_id, text: question, ...collections() })) {
    if (event.type === 'text' && !events.some(({ type }) => type === 'text')) await api().chat.prepare({ conversation_id })
    events.push(event)
  }

  const [reading] = (await eventsOf({ conversation_id })).filter((event) => event.type === 'reading')

  expect(textOf(events)).toBe(answer)
  expect(reading?.done).toBeGreaterThan(300)
})

test('a chat that is not there, one without a model and one whose model is gone are prepared for as far as can be, without an error', async () => {
  await api().chat.prepare({ conversation_id: newId(), collection_ids: [newId()] })
  await api().models.remove({ id: 'demo' })

  await api().chat.prepare({ conversation_id: null })

  await api().models.addDemo()
  expect(textOf(await eventsOf({ conversation_id: newId() }))).toBe(answer)
})

async function ask() {
  const ids = newIds()
  await eventsOf(ids)
  return ids
}

const eventsOf = (ids: { readonly conversation_id: string }): Promise<ChatEvent[]> =>
  Array.fromAsync(api().chat.send({ ...newIds(), ...ids, text: question, ...collections() }))

/** Does it while the model is being loaded for a question that is typed: its process stands still meanwhile. Then the load goes on to its end. */
async function duringLoad<T>(work: () => Promise<T>): Promise<T> {
  const { pid, preparing } = await beginLoad()
  try {
    return await work()
  } finally {
    process.kill(pid, 'SIGCONT')
    await preparing
  }
}

async function beginLoad(): Promise<{ pid: number; preparing: Promise<boolean> }> {
  await api().models.unload()
  const preparing = api().chat.prepare({ conversation_id: null })
  const pid = await waitFor('the process of the model', () => core().children().get('llama'))
  await freezeProcess(pid)
  if (await isAtBeginning()) return { pid, preparing }
  // It was quicker than we were.
  process.kill(pid, 'SIGCONT')
  await preparing
  return beginLoad()
}

async function isAtBeginning(): Promise<boolean> {
  const loaded = await api().models.loaded()
  return loaded?.state === 'loading' && loaded.progress === 0
}

/** Asks, and returns when the question waits for its model: searching nothing, it is there before the core answers another call. */
async function untilItWaits(asked: Parameters<CoreProcess['api']['chat']['send']>[0]): Promise<AsyncIterator<ChatEvent>> {
  const events = api().chat.send(asked)[Symbol.asyncIterator]()
  await events.next()
  await api().models.loaded()
  return events
}

const textOf = (events: readonly ChatEvent[]): string => {
  const last = events.at(-1)
  return last?.type === 'done' ? last.reply.text : ''
}
