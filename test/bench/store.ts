import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { insertConversation, listConversations } from '../../src-main/chat/conversations.ts'
import { messagePage, selectLeaf } from '../../src-main/chat/message-tree.ts'
import { insertMessage } from '../../src-main/chat/messages.ts'
import type { Db } from '../../src-main/db/database.ts'
import { conversationWith, messageWith } from '../helpers/conversation-rows.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { openTempStore } from '../helpers/temp-store.ts'

export interface Figure {
  readonly name: string
  readonly figure: number
  readonly unit: string
  readonly n: number
  readonly samples?: readonly number[]
  readonly note?: string
}

const runs = 7

/** The store's rows of the table: a store of 100,000 messages opened, its longest conversation shown, its commits counted. */
export async function* storeFigures(): AsyncGenerator<Figure> {
  using folder = tempFolder()
  const longest = await fill(folder.path)
  const opened: number[] = []
  const shown: number[] = []
  for (let run = 0; run < runs; run++) {
    const startedMs = performance.now()
    await using store = await openTempStore(folder.path)
    listConversations(store.db, { view: 'active', limit: 100 })
    opened.push(performance.now() - startedMs)
    shown.push(timed(() => messagePage(store.db, { conversation_id: longest, limit: 60 })))
  }
  yield {
    name: 'store.open_ms',
    figure: median(opened),
    unit: 'ms',
    n: 100_000,
    samples: opened,
    note: 'with the first page of the list',
  }
  yield { name: 'store.newest_page_ms', figure: median(shown), unit: 'ms', n: 10_000, samples: shown }
  yield countFsyncs()
}

/** 2,000 conversations with 90,000 messages, and one of 10,000; answers that one's id. */
async function fill(folder: string): Promise<string> {
  await using store = await openTempStore(folder)
  for (let n = 0; n < 1999; n++) addConversation(store.db, n % 2 === 0 ? 45 : 46)
  return addConversation(store.db, 10_000)
}

function addConversation(db: Db, messages: number): string {
  return db.transact((tx) => {
    const { id } = insertConversation(tx, conversationWith())
    let parent_id: string | null = null
    for (let n = 0; n < messages; n++) {
      const role = n % 2 === 0 ? 'user' : 'assistant'
      const text = `What a person asks, and what is answered to it, number ${n}. `.repeat(n % 2 === 0 ? 2 : 15)
      parent_id = insertMessage(tx, messageWith({ conversation_id: id, parent_id, role, text, created_at: n })).id
    }
    if (parent_id !== null) selectLeaf(tx, id, { leafId: parent_id, at: messages })
    return id
  })
}

/** What `messages` more commits cost beyond opening and closing. */
function countFsyncs(messages = 200): Figure {
  const calls = tracedFsyncs(messages) - tracedFsyncs(0)
  return { name: 'store.fsyncs_per_acknowledged', figure: calls / messages, unit: 'calls', n: messages }
}

function tracedFsyncs(messages: number): number {
  using folder = tempFolder()
  const report = join(folder.path, 'strace.txt')
  const script = fileURLToPath(new URL('acknowledge-messages.ts', import.meta.url))
  const args = [
    '-f',
    '-qq',
    '-e',
    'trace=fsync,fdatasync',
    '-o',
    report,
    process.execPath,
    script,
    join(folder.path, 'data'),
    String(messages),
  ]
  const { status, error } = spawnSync('strace', args, { stdio: 'ignore' })
  if (error ?? status !== 0) throw new Error('strace is needed to count what is written through', { cause: error })
  return readFileSync(report, 'utf8')
    .split('\n')
    .filter((line) => /\b(?:fsync|fdatasync)\(/.test(line)).length
}

function timed(work: () => unknown): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

if (import.meta.main) for await (const figure of storeFigures()) console.log(JSON.stringify(figure))
