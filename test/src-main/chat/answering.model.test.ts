import { expect, test } from 'vitest'
import { localAddress } from '../../../src-main/core/local-socket.ts'
import { joinSocket } from '../../../src-main/rpc/socket-server.ts'
import { type ChatEvent, chatError } from '../../../src-shared/desktop/chat.ts'
import { desktop } from '../../../src-shared/desktop/contract.ts'
import { conversationError } from '../../../src-shared/desktop/conversations.ts'
import { newId } from '../../../src-shared/ids.ts'
import { nothingFound } from '../../../src-shared/retrieval/build-prompt.ts'
import type { MessageRow } from '../../../src-shared/rows/message.ts'
import { connect } from '../../../src-shared/rpc/client.ts'
import { addEndlessModel } from '../../helpers/endless-model.ts'
import { longSentence } from '../../helpers/knowing-core.ts'
import { newIds, shareKnowingCore } from '../../helpers/share-knowing-core.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const question = 'What does the warranty of the pump cover?'
const answer = `${longSentence} [1]`
const { core, api, collections, folder } = shareKnowingCore()

test('an answer quotes the passage, cites it, and its source is exactly the kept text between its offsets', async () => {
  const { row } = await ask({})

  expect(row).toMatchObject({ status: 'complete', text: answer, model_id: 'demo', fault: null })
  expect(row.completion_tokens).toBeGreaterThan(100)
  expect(row.timings).toMatchObject({ first_token: expect.any(Number), total: expect.any(Number), retrieve: expect.any(Number) })
  const [source] = row.sources
  const kept = await api().documents.read({ id: source?.document_id ?? '' })
  expect(kept.text.slice(source?.start, source?.end)).toBe(source?.text)
})

test('where the documents have nothing the answer says so, without asking the model', async () => {
  const { row } = await ask({ text: 'Who composed the opera about the flying Dutchman?' })

  expect(row).toMatchObject({ status: 'complete', text: nothingFound, sources: [] })
})

test('the question is stored before anything else: it is there even when no model can answer', async () => {
  const ids = newIds()

  const asked = Array.fromAsync(api().chat.send({ ...ids, text: 'Anybody there?', model_id: 'no-such-model' }))

  await expect(asked).rejects.toMatchObject({ code: 'models.unknown' })
  const { ids: second, row } = await ask({ text: 'word '.repeat(6000), isKnowing: false })
  expect(row).toMatchObject({ status: 'failed', fault: { code: chatError.questionTooLong } })
  expect((await api().messages.get({ id: second.message_id })).text).toHaveLength('word '.repeat(6000).trim().length)
})

test('regenerating makes a sibling, editing makes a sibling of the question, and the first branch comes back whole', async () => {
  const { ids, row } = await ask({})
  const again = newId()
  await Array.fromAsync(api().chat.regenerate({ message_id: row.id, reply_id: again }))
  const edited = { ...newIds(), conversation_id: ids.conversation_id }
  await Array.fromAsync(api().chat.send({ ...edited, parent_id: null, text: `${question} Tell me.` }))

  const shown = await page(ids.conversation_id)
  expect(shown.items.map(({ id }) => id)).toEqual([edited.message_id, edited.reply_id])
  expect(shown.siblings[edited.message_id]).toEqual([ids.message_id, edited.message_id])

  await api().messages.select({ id: row.id })
  const first = await page(ids.conversation_id)
  expect(first.items.map(({ id }) => id)).toEqual([ids.message_id, row.id])
  expect(first.siblings[row.id]).toEqual([row.id, again])
})

test('a caller that is gone does not stop its answer; one that gives up does', async () => {
  const gone = newIds()
  const lost = connect(await joinSocket(localAddress(folder)), desktop)
  for await (const event of lost.chat.send({ ...gone, text: question, ...collections() })) {
    if (event.type !== 'text') continue
    lost[Symbol.dispose]()
    break
  }
  const givenUp = { ...newIds(), model_id: await addEndlessModel(core()) }
  const controller = new AbortController()
  let heard = ''
  const giving = async (): Promise<void> => {
    for await (const event of api().chat.send({ ...givenUp, text: question, ...collections() }, controller.signal)) {
      if (event.type !== 'text') continue
      heard += event.text
      controller.abort()
    }
  }
  await expect(giving()).rejects.toMatchObject({ code: 'aborted' })

  expect(await settled(gone.reply_id)).toMatchObject({ status: expect.stringMatching(/complete|stopped/) })
  const stopped = await settled(givenUp.reply_id)
  expect(stopped.status).toBe('stopped')
  expect(heard).not.toBe('')
  expect(stopped.text.startsWith(heard)).toBe(true)
})

test('one answer at a time in a chat: a second question is refused and kept by its caller', async () => {
  const ids = newIds()
  const model_id = await addEndlessModel(core())
  const first = api()
    .chat.send({ ...ids, text: question, ...collections(), model_id })
    [Symbol.asyncIterator]()
  await first.next()

  const second = Array.fromAsync(api().chat.send({ ...newIds(), conversation_id: ids.conversation_id, text: 'Me too' }))

  await expect(second).rejects.toMatchObject({ code: chatError.busy })
  await api().chat.stop({ message_id: ids.reply_id })
})

test('a long conversation leaves out its oldest turns, says so, and still answers', async () => {
  const ids = newIds()
  const heard: ChatEvent[] = []
  // Words without meaning, in every prompt: they fill the context and change no answer.
  await api().settings.change({ system_prompt: 'the '.repeat(1700) })
  for (let turn = 0; turn < 3; turn++) {
    const input = { ...newIds(), conversation_id: ids.conversation_id, text: question, ...collections() }
    heard.push(...(await Array.fromAsync(api().chat.send(input))))
  }

  const rows = (await page(ids.conversation_id)).items.filter(({ role }) => role === 'assistant')
  expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: 3 }, () => answer))
  expect(heard.some((event) => event.type === 'trimmed' && event.messages > 0)).toBe(true)
  await api().settings.change({ system_prompt: '' })
})

test('a setting of how models are loaded, changed in the middle of an answer, waits for its end', async () => {
  const ids = newIds()
  let hasChanged = false
  for await (const event of api().chat.send({ ...ids, text: question, ...collections() })) {
    if (event.type !== 'text' || hasChanged) continue
    hasChanged = true
    await api().settings.change({ threads: 1 })
  }

  expect(await api().messages.get({ id: ids.reply_id })).toMatchObject({ status: 'complete', text: answer })
})

test('a chat that is erased while it is answered is gone, and its answer with it', async () => {
  const ids = newIds()
  const model_id = await addEndlessModel(core())
  const asking = Array.fromAsync(api().chat.send({ ...ids, text: question, ...collections(), model_id }))
  await firstWords(ids.reply_id)
  await api().conversations.trash({ id: ids.conversation_id })

  await api().conversations.purge({ id: ids.conversation_id })

  expect((await asking).at(-1)).toMatchObject({ type: 'done', reply: { status: 'stopped' } })
  await expect(api().messages.get({ id: ids.reply_id })).rejects.toMatchObject({ code: 'conversations.unknown_message' })
})

test.each(['organise', 'trash'] as const)(
  'by %s a chat goes into the trash: the answer that is being written ends first, with the words it has',
  async (by) => {
    const ids = newIds()
    const model_id = await addEndlessModel(core())
    const asking = Array.fromAsync(api().chat.send({ ...ids, text: question, ...collections(), model_id }))
    const begun = await firstWords(ids.reply_id)

    await intoTrash[by](ids.conversation_id)

    const row = await api().messages.get({ id: ids.reply_id })
    // Also where it goes on: an endless answer would hold up the tests after this one.
    await api().chat.stop({ message_id: ids.reply_id })
    await asking
    expect(row).toMatchObject({ status: 'stopped', fault: null, text: expect.stringContaining(begun.text) })
  },
)

test('what else is done to a chat leaves its answer alone', async () => {
  const ids = newIds()
  const model_id = await addEndlessModel(core())
  const asking = Array.fromAsync(api().chat.send({ ...ids, text: question, ...collections(), model_id }))
  await firstWords(ids.reply_id)

  await api().conversations.organise({ ids: [ids.conversation_id], pinned: true })

  const row = await api().messages.get({ id: ids.reply_id })
  await api().chat.stop({ message_id: ids.reply_id })
  await asking
  expect(row.status).toBe('writing')
})

test('a continued answer took what its runs took together: it is not faster than the model is', async () => {
  // Nearly all of its 250: what is left takes a small part of the time, also if it is held up a little.
  const most = 235
  await api().settings.change({ max_answer_tokens: most })
  const { row: cut } = await ask({})
  await api().settings.change({ max_answer_tokens: 400 })
  const startedMs = performance.now()

  await Array.fromAsync(api().chat.resume({ message_id: cut.id }))

  const took = performance.now() - startedMs
  const whole = await api().messages.get({ id: cut.id })
  const [first, both] = [cut, whole].map(({ timings }) => timings ?? {})
  expect([cut.fault?.code, cut.completion_tokens, whole.status]).toEqual([chatError.lengthLimit, most, 'complete'])
  expect(whole.text).toBe(answer)
  expect(whole.completion_tokens).toBeGreaterThan(most)
  expect(both?.first_token).toBe(first?.first_token)
  expect(both?.retrieve).toBe(first?.retrieve)
  expect(both?.total).toBeGreaterThan(first?.total ?? 0)
  expect(both?.total).toBeLessThan((first?.total ?? 0) + took)
  // Before its time was added up it was that of the last run alone, and a continued answer seemed several times as fast.
  expect(both?.writing).toBeGreaterThan(first?.writing ?? Number.POSITIVE_INFINITY)
  expect(both?.writing).toBeLessThan((first?.writing ?? 0) + took)
})

test('what is in the trash is read, and neither asked in, answered again, continued nor changed, until it is restored', async () => {
  const { ids, row } = await ask({})
  await api().conversations.trash({ id: ids.conversation_id })
  const further = { ...newIds(), conversation_id: ids.conversation_id }

  const refused = [
    Array.fromAsync(api().chat.send({ ...further, text: question })),
    Array.fromAsync(api().chat.regenerate({ message_id: row.id, reply_id: newId() })),
    Array.fromAsync(api().chat.resume({ message_id: row.id })),
    api().messages.feedback({ id: row.id, feedback: 'up' }),
    api().messages.remove({ id: row.id }),
    api().messages.restore({ id: row.id }),
  ]

  const reasons = (await Promise.allSettled(refused)).map((each) => each.status === 'rejected' && each.reason)

  expect(reasons).toEqual(refused.map(() => expect.objectContaining({ code: conversationError.inTrash })))
  expect((await page(ids.conversation_id)).items.map(({ id }) => id)).toEqual([ids.message_id, row.id])
  await api().conversations.restore({ id: ids.conversation_id })
  expect(await api().messages.feedback({ id: row.id, feedback: 'up' })).toMatchObject({ feedback: 'up' })
})

test('every answer is counted once, in the transaction of its row', async () => {
  const before = await api().usage.summary()

  await ask({})

  expect((await api().usage.summary()).used).toBe(before.used + 1)
})

async function ask({ text = question, isKnowing = true }: { readonly text?: string; readonly isKnowing?: boolean }) {
  const ids = newIds()
  const events = await Array.fromAsync(api().chat.send({ ...ids, text, ...(isKnowing ? collections() : {}) }))
  return { ids, events, row: await api().messages.get({ id: ids.reply_id }) }
}

const page = (conversationId: string) => api().messages.page({ conversation_id: conversationId })

const intoTrash = {
  organise: (id: string) => api().conversations.organise({ ids: [id], in_trash: true }),
  trash: (id: string) => api().conversations.trash({ id }),
}

const firstWords = (id: string): Promise<MessageRow> =>
  waitFor('the first words', async () => {
    const row = await api()
      .messages.get({ id })
      .catch(() => undefined)
    return row && row.text !== '' ? row : undefined
  })

const settled = (id: string): Promise<MessageRow> =>
  waitFor('the answer to end', async () => {
    const row = await api().messages.get({ id })
    return row.status === 'writing' ? undefined : row
  })
