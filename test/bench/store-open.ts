import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { startCoreProcess } from '../helpers/core-process.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { fillChats, longest } from './fill-chats.ts'
import type { Benchmark, Row } from './row.ts'
import { median, spread } from './statistics.ts'

const opens = 9
const pages = 40

/** A store of 100,000 messages: opened by a fresh process, and by a whole core; its longest conversation's newest page. */
export const storeOpen: Benchmark = {
  group: 'store',
  rows: ['store.open_ms', 'store.newest_page_ms', 'store.core_ready_ms'],
  async *run({ tell }) {
    using folder = tempFolder()
    tell('Filling a store with 100,000 messages')
    const [{ id: longestId } = { id: '' }] = await fillChats(folder.path)
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
