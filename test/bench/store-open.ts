import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { insertConversation } from '../../src-main/chat/conversations.ts'
import { selectLeaf } from '../../src-main/chat/message-tree.ts'
import { insertMessage } from '../../src-main/chat/messages.ts'
import type { WriteDb } from '../../src-main/db/database.ts'
import { conversationWith, messageWith } from '../helpers/conversation-rows.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { seeded } from '../helpers/seeded.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { makePassages } from './bench-texts.ts'
import { openBenchStore } from './open-bench-store.ts'
import type { Benchmark, Row } from './row.ts'
import { median, spread } from './statistics.ts'

const conversations = 2_000
const messages = 100_000
const longest = 10_000
const opens = 9
const pages = 40

/** A store of 100,000 messages: opened by a fresh process, and by a whole core; its longest conversation's newest page. */
export const storeOpen: Benchmark = {
  group: 'store',
  rows: ['store.open_ms', 'store.newest_page_ms', 'store.core_ready_ms'],
  async *run({ tell }) {
    using folder = tempFolder()
    tell('Filling a store with 100,000 messages')
    const longestId = await fill(folder.path)
    await timeOpen(folder.path)
    const opened: number[] = []
    const ready: number[] = []
    const shown: number[] = []
    for (let run = 0; run < opens; run++) {
      opened.push(await timeOpen(folder.path))
      const startedAt = performance.now()
      await using core = await startCoreProcess(folder.path)
      await core.api.conversations.list({})
      ready.push(performance.now() - startedAt)
      if (run === 0) shown.push(...(await timePages(core.api, longestId)))
    }
    yield row('store.open_ms', opened, 'key, store and the first page of the list, in a fresh process each time')
    yield row('store.newest_page_ms', shown, `60 messages of ${longest} over the page’s protocol`)
    yield row('store.core_ready_ms', ready, 'start of the core’s process to the first page of the list over the page’s protocol')
  },
}

const row = (name: string, samples: readonly number[], what: string): Row => ({
  name,
  figure: median(samples),
  unit: 'ms',
  n: samples.length,
  samples,
  note: `${what}; ${spread(samples)}`,
})

/** All conversations but one have about 45 messages each; answers the id of that one. */
async function fill(folder: string): Promise<string> {
  await using store = await openBenchStore(folder)
  const texts = makePassages(200)
  const random = seeded(11)
  const text = (): string => texts[Math.floor(random() * texts.length)] ?? ''
  const each = Math.floor((messages - longest) / (conversations - 1))
  const more = messages - longest - each * (conversations - 1)
  for (let from = 0; from < conversations - 1; from += 100)
    store.db.transact((tx) => {
      for (let n = from; n < Math.min(from + 100, conversations - 1); n++) add(tx, { n, count: n < more ? each + 1 : each, text })
    })
  return store.db.transact((tx) => add(tx, { n: conversations, count: longest, text }))
}

interface Filled {
  readonly n: number
  readonly count: number
  readonly text: () => string
}

function add(tx: WriteDb, { n, count, text }: Filled): string {
  const at = 1_700_000_000_000 + n * 1_000_000
  const { id } = insertConversation(tx, conversationWith({ created_at: at, updated_at: at }))
  let parent: string | null = null
  for (let m = 0; m < count; m++) {
    const role = m % 2 === 0 ? 'user' : 'assistant'
    const fields = { conversation_id: id, role, text: text(), created_at: at + m, updated_at: at + m } as const
    parent = insertMessage(tx, messageWith({ ...fields, parent_id: parent })).id
  }
  if (parent !== null) selectLeaf(tx, id, { leafId: parent, at: at + count })
  return id
}

async function timeOpen(folder: string): Promise<number> {
  const child = fork(fileURLToPath(new URL('open-store.ts', import.meta.url)), [folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const [ms] = await once(child, 'message')
  await ended
  return z.number().parse(ms)
}

type Api = Awaited<ReturnType<typeof startCoreProcess>>['api']

async function timePages(api: Api, conversation_id: string): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < pages; n++) {
    const startedAt = performance.now()
    await api.messages.page({ conversation_id })
    samples.push(performance.now() - startedAt)
  }
  return samples
}
