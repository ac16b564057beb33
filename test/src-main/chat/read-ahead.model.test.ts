import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../src-shared/desktop/chat.ts'
import { newId } from '../../../src-shared/ids.ts'
import { longSentence } from '../../helpers/knowing-core.ts'
import { newIds, shareKnowingCore } from '../../helpers/share-knowing-core.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const question = 'What does the warranty of the pump cover?'
const answer = `${longSentence} [1]`
const { api, collections } = shareKnowingCore()

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
  await api().models.unload()
  const preparing = api().chat.prepare({ conversation_id: null })
  await untilLoading()

  const events = await Array.fromAsync(api().chat.send({ ...newIds(), text: question }))

  expect(textOf(events)).toMatch(/only quote/)
  expect(events.some((event) => event.type === 'loading' && event.progress > 0)).toBe(true)
  await preparing
})

test('an answer that is stopped while it waits for the load of another ends at once, and the load goes on', async () => {
  await api().models.unload()
  const ids = newIds()
  const preparing = api().chat.prepare({ conversation_id: null })
  await untilLoading()
  const stopping = async (): Promise<void> => {
    for await (const { type } of api().chat.send({ ...ids, text: question }))
      if (type === 'loading') await api().chat.stop({ message_id: ids.reply_id })
  }

  await stopping()

  expect(await api().messages.get({ id: ids.reply_id })).toMatchObject({ status: 'stopped', fault: null })
  await preparing
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

/** Searching nothing, a question comes to its model's load within a moment. */
const untilLoading = () =>
  waitFor('the load to begin', async () => ((await api().models.loaded())?.state === 'loading' ? true : undefined))

const textOf = (events: readonly ChatEvent[]): string => {
  const last = events.at(-1)
  return last?.type === 'done' ? last.reply.text : ''
}
