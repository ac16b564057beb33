import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeError } from '../../src-shared/desktop/app.ts'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { newId } from '../../src-shared/ids.ts'
import { type CoreProcess, isAlive, startCoreProcess } from '../helpers/core-process.ts'
import { addEndlessModel } from '../helpers/endless-model.ts'
import { freezeProcess } from '../helpers/freeze-process.ts'
import { teachLongSentence } from '../helpers/knowing-core.ts'
import { pidOf } from '../helpers/pid-of.ts'
import { type SmallDisk, smallDisk } from '../helpers/small-disk.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'
import { ask, expectAnswers, expectInWords, importFiles, jobEnded, knownFact, newCollection, refusalOf } from './bad-input.ts'

/** Writes until nothing more is taken: what the store had spare is used up, too. */
async function fillUp(disk: SmallDisk, { api }: CoreProcess): Promise<void> {
  disk.fill()
  for (const size of [100_000, 20_000, 1000]) {
    for (let n = 0; n < 200; n++) {
      const isTaken = await api.drafts.put({ id: newId(), text: 'x'.repeat(size) }).then(
        () => true,
        () => false,
      )
      if (!isTaken) break
    }
  }
}

test('on a full disk every write is refused in words, reading and deleting go on, and with room again it works without a restart', async () => {
  using disk = smallDisk(96)
  using documents = tempFolder()
  await using core = await startCoreProcess(disk.path)
  const { api } = core
  await api.models.addDemo()
  const collectionId = await newCollection(core)
  const file = (name: string, text: string) => {
    writeFileSync(join(documents.path, name), text)
    return join(documents.path, name)
  }
  await importFiles(core, collectionId, [file('boiler.txt', knownFact), file('other.txt', 'The other file is of no use.')])
  const before = await ask(core, 'When is the boiler serviced?', { collectionIds: [collectionId] })
  await fillUp(disk, core)

  const add = { job_id: newId(), collection_id: collectionId, name: 'bytes.txt', bytes: new Uint8Array(2_000_000).fill(65) }
  const more = { job_id: newId(), collection_id: collectionId, paths: [file('more.txt', 'more')] }
  // One after the other: a refusal that nobody waits for yet would end the test run.
  const writes = [
    () => ask(core, 'Is there room?'),
    () => newCollection(core, 'No room'),
    () => api.documents.import(more),
    () => api.documents.add(add),
    () => api.models.addDemo(),
    () => api.backups.create({}),
  ]
  for (const write of writes) {
    expectInWords(await refusalOf(write()), storeError.diskFull, 'this was not saved', 'Free some space')
  }

  expect((await api.messages.get({ id: before.reply.id })).text).toBe(before.reply.text)
  expect((await api.search.query({ query: 'boiler' })).results[0]?.text).toContain('October')
  expect(await api.messages.page({ conversation_id: before.conversationId })).toMatchObject({ has_more: false })
  expect(existsSync(join(disk.path, 'reserve.bin'))).toBe(true)
  const other = (await api.documents.list({})).items.find(({ name }) => name === 'other.txt')
  await api.documents.remove({ id: other?.id ?? '' })
  await api.conversations.trash({ id: before.conversationId })
  await api.conversations.purge({ id: before.conversationId })
  expect((await api.documents.list({})).total).toBe(1)
  expect((await api.conversations.list({ view: 'trash' })).items).toEqual([])

  disk.empty()
  await expectAnswers(core, [collectionId])
  expect(await importFiles(core, collectionId, [join(documents.path, 'more.txt')])).toMatchObject({
    job: { status: 'done', done: 1 },
  })
  expect(isAlive(core.pid)).toBe(true)
  expect(core.said()).toBe('')
})

test('a disk that fills up while an answer is written costs nothing of it: it is shown to its end, and stored when there is room', async () => {
  using disk = smallDisk(96)
  using documents = tempFolder()
  await using core = await startCoreProcess(disk.path)
  const { api } = core
  const tokens = 3_000
  const collectionId = await teachLongSentence(core, documents.path)
  const model_id = await addEndlessModel(core)
  // Seconds of writing: else it could all be written before its process stands still.
  await api.models.changeSettings({ id: model_id, fields: { max_answer_tokens: tokens } })
  const ids = { conversation_id: newId(), message_id: newId(), reply_id: newId() }
  let shown = ''
  const answer = async () => {
    const asked = { text: 'What does the warranty of the pump cover?', collection_ids: [collectionId], model_id }
    for await (const event of api.chat.send({ ...ids, ...asked })) {
      if (event.type !== 'text') continue
      if (shown === '') await whileStandsStill(core, 'llama', () => fillUp(disk, core))
      shown += event.text
    }
  }

  expectInWords(await refusalOf(answer(), 120_000), storeError.diskFull, 'Everything saved before is safe')

  expect((await api.messages.get({ id: ids.message_id })).status).toBe('complete')
  disk.empty()
  const reply = await waitFor('the answer to be stored', async () => {
    const row = await api.messages.get({ id: ids.reply_id })
    return row.status === 'writing' ? undefined : row
  })
  const fault = { code: chatError.lengthLimit }
  expect(reply).toMatchObject({ status: 'stopped', text: shown, completion_tokens: tokens, fault })
  expect(core.said()).toBe('')
})

test('a disk that fills up during an import stops it in words; with room again it goes on to its end', async () => {
  using disk = smallDisk(96)
  using documents = tempFolder()
  await using core = await startCoreProcess(disk.path)
  const { api } = core
  await api.models.addDemo()
  const collectionId = await newCollection(core)
  const folder = join(documents.path, 'valves')
  mkdirSync(folder)
  const files = 30
  for (let n = 0; n < files; n++) {
    const text = Array.from({ length: 40 }, (_, part) => `Paragraph ${part} of file ${n} tells about valve ${n * 100 + part}.`)
    writeFileSync(join(folder, `valve-${n}.txt`), text.join('\n\n'))
  }
  const { id } = await api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [folder] })
  const find = async () => (await api.documents.jobs()).find((job) => job.id === id)
  await waitFor('the first file to be done', async () => ((await find())?.done === 0 ? undefined : true))
  await whileStandsStill(core, 'embedder', () => fillUp(disk, core))
  await waitFor('the import to stand still', async () => {
    const log = core.log()
    return log.includes(storeError.diskFull) ? true : undefined
  })
  expect((await find())?.done).toBeLessThan(files)

  disk.empty()
  if ((await find())?.status === 'stopped') await api.documents.resumeJob({ id })

  expect(await jobEnded(core, id)).toMatchObject({ status: 'done', done: files, failed: 0 })
  expect((await api.search.query({ query: 'valve 2939' })).results[0]?.document).toBe('valve-29.txt')
  expect(core.said()).toBe('')
})

test('a core starts on a full disk, after an answer that was cut short, to read and delete; with room again it answers', async () => {
  using disk = smallDisk(96)
  using documents = tempFolder()
  const ids = { conversation_id: newId(), message_id: newId(), reply_id: newId() }
  const collectionId = await interruptAnswer(disk.path, documents.path, ids)
  disk.fill()

  {
    await using core = await startCoreProcess(disk.path)
    expect(await core.api.messages.get({ id: ids.reply_id })).toMatchObject({ status: 'interrupted' })
    await core.api.conversations.trash({ id: ids.conversation_id })
    await fillUp(disk, core)
    expectInWords(await refusalOf(ask(core, 'Is there room?')), storeError.diskFull)
  }
  disk.empty()
  await using core = await startCoreProcess(disk.path)
  await core.api.conversations.restore({ id: ids.conversation_id })
  expect((await core.api.messages.get({ id: ids.message_id })).text).toBe('What does the warranty of the pump cover?')
  expect((await ask(core, 'What does the warranty of the pump cover?', { collectionIds: [collectionId] })).reply.status).toBe(
    'complete',
  )
})

/** Keeps a model from going on meanwhile. */
async function whileStandsStill(core: CoreProcess, name: string, work: () => Promise<void>): Promise<void> {
  const model = pidOf(core.children().get(name))
  await freezeProcess(model)
  try {
    await work()
  } finally {
    process.kill(model, 'SIGCONT')
  }
}

/** Kills the core in the middle of an answer; answers the collection it was asked about. */
async function interruptAnswer(
  folder: string,
  documents: string,
  ids: { conversation_id: string; message_id: string; reply_id: string },
): Promise<string> {
  await using core = await startCoreProcess(folder)
  const collectionId = await teachLongSentence(core, documents)
  const events = core.api.chat.send({ ...ids, text: 'What does the warranty of the pump cover?', collection_ids: [collectionId] })
  await events[Symbol.asyncIterator]().next()
  await core.kill()
  return collectionId
}
