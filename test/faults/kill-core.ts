import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { newId } from '../../src-shared/ids.ts'
import { type CoreProcess, isAlive, startCoreProcess } from '../helpers/core-process.ts'
import { importDone, teachLongSentence } from '../helpers/knowing-core.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { waitFor } from '../helpers/wait-for.ts'

/** What a person saw as saved before the kill. */
interface Seen {
  readonly questions: Map<string, string>
  /** Reply id → what had been shown. */
  readonly shown: Map<string, string>
  /** Reply id → its text as the core told it after the commit. */
  readonly stored: Map<string, string>
}

const files = 60

export interface CoreKills {
  kills: number
  acknowledged: number
  /** Answers of which some words were told as stored. */
  stored: number
}

/**
 * Kills the core `times` times with `kill -9` while it chats and imports. Each time: no child is left, the store opens, every
 * acknowledged question is there and of each answer all that was told as stored, and in the end the import is whole. How soon an
 * answer is stored is held by a test with a clock of its own (reply-text.test.ts): here the import is in the way for any time.
 */
export async function killCore(times: number): Promise<CoreKills> {
  using folder = tempFolder()
  const seen: Seen = { questions: new Map(), shown: new Map(), stored: new Map() }
  const counts: CoreKills = { kills: 0, acknowledged: 0, stored: 0 }
  const { collectionId, jobId } = await prepare(folder.path)
  while (counts.kills < times) {
    const core = await startCoreProcess(folder.path)
    await expectKept(core, seen, counts)
    const chatting = Promise.all([watchStored(core, seen), chatOn(core, collectionId, seen)])
    await delay(300 + Math.random() * 2500)
    const children = [...core.children().values()]
    await core.kill()
    await chatting
    counts.kills += 1
    await waitFor('the children to end', () => (children.some(isAlive) ? undefined : true), 10_000)
  }
  await using last = await startCoreProcess(folder.path)
  await expectKept(last, seen, counts)
  await expectImported(last, jobId)
  return counts
}

async function prepare(folder: string): Promise<{ collectionId: string; jobId: string }> {
  await using core = await startCoreProcess(folder)
  const collectionId = await teachLongSentence(core, folder)
  const documents = join(folder, 'documents')
  mkdirSync(documents)
  for (let index = 0; index < files; index++) {
    const paragraphs = Array.from(
      { length: 12 },
      (_, part) => `Paragraph ${part} of file ${index} tells about valve ${index * 100 + part}.`,
    )
    writeFileSync(join(documents, `valve-${index}.md`), `# Valve ${index}\n\n${paragraphs.join('\n\n')}\n`)
  }
  const job = await core.api.documents.import({ job_id: newId(), collection_id: collectionId, paths: [documents] })
  return { collectionId, jobId: job.id }
}

/** Asks one question after the other until the core is gone, and remembers what it was told. */
async function chatOn({ api }: CoreProcess, collectionId: string, seen: Seen): Promise<void> {
  try {
    while (true) {
      const ids = { conversation_id: newId(), message_id: newId(), reply_id: newId() }
      const text = `What does the warranty of the pump cover? (${ids.message_id})`
      let shown = ''
      for await (const event of api.chat.send({ ...ids, text, collection_ids: [collectionId] })) {
        if (event.type === 'saved') seen.questions.set(ids.message_id, text)
        if (event.type !== 'text') continue
        shown += event.text
        seen.shown.set(ids.reply_id, shown)
      }
    }
  } catch {
    // The core is gone: what was seen until then counts.
  }
}

async function watchStored({ api }: CoreProcess, { stored }: Seen): Promise<void> {
  try {
    for await (const { table, row } of api.changes.watch())
      if (table === 'messages' && row?.role === 'assistant') stored.set(row.id, row.text)
  } catch {
    // The core is gone.
  }
}

async function expectKept({ api }: CoreProcess, { questions, shown, stored }: Seen, counts: CoreKills): Promise<void> {
  for (const [id, text] of questions) expect((await api.messages.get({ id })).text).toBe(text)
  for (const id of new Set([...shown.keys(), ...stored.keys()])) {
    const row = await api.messages.get({ id })
    expect(row.status).not.toBe('writing')
    expect(row.text.startsWith(stored.get(id) ?? '')).toBe(true)
    // The words are those that were shown, as far as they go.
    const both = Math.min(row.text.length, shown.get(id)?.length ?? 0)
    expect(row.text.slice(0, both)).toBe(shown.get(id)?.slice(0, both) ?? '')
  }
  counts.acknowledged = questions.size
  counts.stored += [...stored.values()].filter((text) => text !== '').length
  shown.clear()
  stored.clear()
}

async function expectImported({ api }: CoreProcess, jobId: string): Promise<void> {
  await importDone({ api }, jobId)
  const { items, total } = await api.documents.list({ limit: 1000 })
  expect(total).toBe(files + 1)
  expect(items.filter(({ status }) => status !== 'ready')).toEqual([])
  expect(new Set(items.map(({ path }) => path)).size).toBe(files + 1)
}
