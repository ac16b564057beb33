import { loadavg } from 'node:os'
import type { Page } from 'playwright'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { type FilledChat, fillChats, longest } from './fill-chats.ts'
import { gzipKb, measureOpening } from './page-open.ts'
import { measurePalette } from './page-palette.ts'
import { watchProcessorTime } from './page-processor-time.ts'
import { measureStream } from './page-stream.ts'
import { measureSwitches, usedHeap } from './page-switch.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { median, percentile, spread } from './statistics.ts'

const opens = 9
/** Processes that wait for a processor, on average of a minute. */
const quiet = 1.5

/** The page in Chromium on the browser's shell, with 100,000 messages in 2,000 conversations. */
export const pageBench: Benchmark = {
  group: 'page',
  rows: [
    'page.ready_ms',
    'page.initial_js_kb',
    'page.open_10k_ms',
    'page.switch_ms',
    'page.heap_growth_percent',
    'page.longest_task_streaming_ms',
    'page.typing_p95_ms',
    'page.palette_p95_ms',
  ],
  async *run(options) {
    for await (const each of measure(options)) yield withLoad(each)
  },
}

async function* measure({ tell }: BenchOptions): AsyncGenerator<Row> {
  using folder = tempFolder()
  tell('Filling a store with 100,000 messages')
  const chats = await fillChats(folder.path)
  await using shell = await startShell(folder.path, { entry: new URL('bench-shell.ts', import.meta.url) })
  const core = await joinCore(folder.path)
  await core.models.addDemo()
  await using opened = await openPage(shell.url)
  const { page } = opened
  page.setDefaultTimeout(120_000)
  await page.locator('[data-line]').first().waitFor()

  yield* opening(page)
  yield* switching(page, chats)
  tell('Streaming for 20 s')
  yield* streaming(page, chats)
  const palette = await measurePalette(page)
  yield row('page.palette_p95_ms', at95(palette, `p95, median ${median(palette).toFixed(1)}`))
}

/** Of a busy machine the note says so: what is measured waits for its turn like everybody else. */
function withLoad(each: Row): Row {
  const [load = 0] = loadavg()
  return load > quiet ? { ...each, note: `${each.note}; the machine’s load ${load.toFixed(1)}` } : each
}

async function* opening(page: Page): AsyncGenerator<Row> {
  const loads = await measureOpening(page, opens)
  const ready = loads.map(({ readyMs }) => readyMs)
  yield row('page.ready_ms', atMiddle(ready))
  const scripts = loads[0]?.scripts ?? []
  yield { name: 'page.initial_js_kb', figure: await gzipKb(page, scripts), unit: 'kB', n: scripts.length, note: 'until ready' }
}

async function* switching(page: Page, chats: readonly FilledChat[]): AsyncGenerator<Row> {
  const [long, others] = [chats.slice(0, 1), chats.slice(1, 11)]
  const there = await measureSwitches(
    page,
    others.flatMap((other) => [other, ...long]),
  )
  const opened = there.filter((_, n) => n % 2 === 1)
  yield row('page.open_10k_ms', atMiddle(opened, `median, ${longest} messages`))
  await measureSwitches(page, inTurns(others, 100))
  const atFirst = await usedHeap(page)
  const processorMs = await watchProcessorTime(page)
  const startMs = await processorMs()
  const switches = await measureSwitches(page, inTurns(others, 200))
  const each = ((await processorMs()) - startMs) / switches.length
  yield row(
    'page.switch_ms',
    at95(switches, `p95, median ${median(switches).toFixed(1)}; main thread computed ${each.toFixed(1)} ms each`),
  )
  yield heapGrowth(await measureGrowth(page, { chats: others, atFirst }))
}

interface Growth {
  /** Bytes after the first hundred switches of the page, and after 100 and 1,000 of those counted. */
  readonly atFirst: number
  readonly from: number
  readonly to: number
}

interface Growing extends Pick<Growth, 'atFirst'> {
  readonly chats: readonly FilledChat[]
}

/** In a page that has been used for a while: in the first hundreds of switches the engine compiles what is used often. */
async function measureGrowth(page: Page, { chats, atFirst }: Growing): Promise<Growth> {
  await measureSwitches(page, inTurns(chats, 100))
  const from = await usedHeap(page)
  await measureSwitches(page, inTurns(chats, 900))
  return { atFirst, from, to: await usedHeap(page) }
}

function heapGrowth({ atFirst, from, to }: Growth): Row {
  const megabytes = [atFirst, from, to].map((bytes) => (bytes / 1e6).toFixed(2)).join(', ')
  const note = `MB after the page’s first 100 switches, after 100 of those counted, after 1,000: ${megabytes}`
  return { name: 'page.heap_growth_percent', figure: (to / from - 1) * 100, unit: '%', n: 900, note }
}

async function* streaming(page: Page, chats: readonly FilledChat[]): AsyncGenerator<Row> {
  await measureSwitches(page, chats.slice(0, 1))
  const processorMs = await watchProcessorTime(page)
  const startMs = await processorMs()
  const { longestTaskMs, keysMs } = await measureStream(page)
  const computed = `main thread computed ${(((await processorMs()) - startMs) / 1000).toFixed(1)} s`
  const note = longestTaskMs === 0 ? `none of 50 ms or more; ${computed}` : computed
  yield { name: 'page.longest_task_streaming_ms', figure: longestTaskMs, unit: 'ms', n: 1, note }
  yield row('page.typing_p95_ms', at95(keysMs, `p95 by Event Timing, in steps of 8 ms, median ${median(keysMs)}`))
}

const inTurns = (chats: readonly FilledChat[], count: number): FilledChat[] =>
  Array.from({ length: Math.ceil(count / chats.length) }, () => chats)
    .flat()
    .slice(0, count)

interface Summed {
  readonly figure: number
  readonly samples: readonly number[]
  readonly what: string
}

const atMiddle = (samples: readonly number[], what = 'median'): Summed => ({ figure: median(samples), samples, what })

const at95 = (samples: readonly number[], what = 'p95'): Summed => ({ figure: percentile(samples, 0.95), samples, what })

const row = (name: string, { figure, samples, what }: Summed): Row => ({
  name,
  figure,
  unit: 'ms',
  n: samples.length,
  samples,
  note: `${what}; ${spread(samples)}`,
})
