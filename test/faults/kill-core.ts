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
  /** Reply id → what had been shown, with the time it was. */
  readonly shown: Map<string, { text: string; at: number }[]>
}

const files = 60
/** Promised: at most so much of an answer is lost. */
const lostMs = 250

export interface CoreKills {
  kills: number
  acknowledged: number
}

/**
 * Kills the core `times` times with `kill -9` while it chats and imports. Each time: no child is left, the store opens, every
 * acknowledged question is there, of each answer at most 250 ms are missing, and in the end the import is whole.
 */
export async function killCore(times: number): Promise<CoreKills> {
  using folder = tempFolder()
  const seen: Seen = { questions: new Map(), shown: new Map() }
  const counts: CoreKills = { kills: 0, acknowledged: 0 }
  const { collectionId, jobId } = await prepare(folder.path)
  while (counts.kills < times) {
    const core = await startCoreProcess(folder.path)
    await expectKept(core, seen, counts)
    const chatting = chatOn(core, collectionId, seen)
    await delay(300 + Math.random() * 2500)
    const children = [...core.children().values()]
    const killedAt = Date.now()
    await core.kill()
    await chatting
    dropShownLate(seen, killedAt)
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
        const pieces = seen.shown.get(ids.reply_id) ?? []
        seen.shown.set(ids.reply_id, [...pieces, { text: shown, at: Date.now() }])
      }
    }
  } catch {
    // The core is gone: what was seen until then counts.
  }
}

/** What was shown within the promised time before the kill may be missing; what was shown before may not. */
function dropShownLate({ shown }: Seen, killedAt: number): void {
  for (const [id, pieces] of shown) {
    shown.set(
      id,
      pieces.filter(({ at }) => at <= killedAt - lostMs),
    )
  }
}

async function expectKept({ api }: CoreProcess, { questions, shown }: Seen, counts: CoreKills): Promise<void> {
  for (const [id, text] of questions) expect((await api.messages.get({ id })).text).toBe(text)
  for (const [id, pieces] of shown) {
    const row = await api.messages.get({ id })
    expect(row.status).not.toBe('writing')
    expect(row.text.startsWith(pieces.at(-1)?.text ?? '')).toBe(true)
  }
  counts.acknowledged = questions.size
  shown.clear()
}

async function expectImported({ api }: CoreProcess, jobId: string): Promise<void> {
  await importDone({ api }, jobId)
  const { items, total } = await api.documents.list({ limit: 1000 })
  expect(total).toBe(files + 1)
  expect(items.filter(({ status }) => status !== 'ready')).toEqual([])
  expect(new Set(items.map(({ path }) => path)).size).toBe(files + 1)
}
