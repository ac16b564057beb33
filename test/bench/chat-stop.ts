import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../../src-shared/ids.ts'
import { writing107M } from './bench-models.ts'
import { type ChatBench, openChatBench } from './chat-bench.ts'
import { type Work, watchWork } from './process-work.ts'
import type { Benchmark, Row } from './row.ts'
import { percentile, shortNumber, spread } from './statistics.ts'

/** From the page's stop to the last moment the model's process computed, while it writes and while it reads a long prompt. */
export const stopping: Benchmark = {
  group: 'chat',
  rows: ['chat.stop_ms', 'chat.stop_ms.writing', 'chat.stop_ms.reading'],
  async *run() {
    await using bench = await openChatBench(await writing107M(), { max_answer_tokens: 1024 })
    await stopAfter(bench, { text: 'Tell me about the sea.', event: 'text', afterMs: 50 })
    const writing: Work[] = []
    const reading: Work[] = []
    for (let run = 0; run < samplesEach; run++) {
      const afterMs = 100 + ((run * 37) % 300)
      writing.push(await stopAfter(bench, { text: `${run}. Tell me about the sea.`, event: 'text', afterMs }))
      reading.push(await stopAfter(bench, { text: longQuestion(run), event: 'reading', afterMs: afterMs * 3 }))
    }
    yield row('chat.stop_ms', [...writing, ...reading])
    yield row('chat.stop_ms.writing', writing)
    yield row('chat.stop_ms.reading', reading)
  },
}

const samplesEach = 20

function row(name: string, works: readonly Work[]): Row {
  const samples = works.map(({ lastMs }) => lastMs)
  const cpu = shortNumber(
    percentile(
      works.map(({ cpuMs }) => cpuMs),
      0.95,
    ),
  )
  return {
    name,
    figure: percentile(samples, 0.95),
    unit: 'ms',
    n: samples.length,
    samples,
    note: `p95, median ${shortNumber(percentile(samples, 0.5))}; processor time until then p95 ${cpu} ms; 107 million weights; ${spread(samples)}`,
  }
}

interface Stop {
  readonly text: string
  /** The sign after which the clock of `afterMs` runs. */
  readonly event: 'text' | 'reading'
  readonly afterMs: number
}

async function stopAfter({ core }: ChatBench, { text, event: awaited, afterMs }: Stop): Promise<Work> {
  const reply_id = newId()
  const begun = Promise.withResolvers<void>()
  const input = { conversation_id: newId(), message_id: newId(), reply_id, text }
  const followed = (async () => {
    for await (const event of core.api.chat.send(input)) if (event.type === awaited) begun.resolve()
  })()
  await Promise.race([begun.promise, followed])
  await delay(afterMs)
  const pid = core.children().get('llama')
  if (pid === undefined) throw new Error('the model has no process')
  const watched = watchWork(pid, { forMs: 600 })
  await core.api.chat.stop({ message_id: reply_id })
  const work = await watched
  await followed
  return work
}

/** About 3,000 tokens, none of them in memory from the question before. */
const longQuestion = (run: number): string =>
  `${run}. ${Array.from({ length: 560 }, (_, word) => words[(word * (run + 3)) % words.length]).join(' ')}`

const words = [
  'water',
  'weather',
  'computer',
  'document',
  'summarise',
  'the',
  'particles',
  'private',
  'Paris',
  'bread',
  'scatter',
]
