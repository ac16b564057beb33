import { ensureTestModels } from '../helpers/models/test-models.ts'
import { type Asked, openChatBench } from './chat-bench.ts'
import type { Benchmark } from './row.ts'
import { median, spread } from './statistics.ts'

/** What a second turn reads, by what is new in it: the rest has to be in memory still. */
export const secondTurn: Benchmark = {
  group: 'chat',
  rows: ['chat.second_turn_read_ratio'],
  async *run() {
    const { scripted } = await ensureTestModels('scripted')
    await using bench = await openChatBench(scripted, { temperature: 0 })
    const samples: number[] = []
    for (let run = 0; run < conversations; run++) {
      const first = await bench.ask(`${run}. Which model runs on my computer?`)
      const second = await bench.ask('And does it keep every word private?', { conversationId: first.conversationId })
      const known = (first.reply.prompt_tokens ?? 0) + (first.reply.completion_tokens ?? 0)
      samples.push(tokensRead(second) / ((second.reply.prompt_tokens ?? 0) - known))
    }
    yield {
      name: 'chat.second_turn_read_ratio',
      figure: median(samples),
      unit: '',
      n: samples.length,
      samples,
      note: `tokens evaluated / new tokens; ${spread(samples)}`,
    }
  },
}

const conversations = 10

/** The first sign of reading says how much was there before. */
function tokensRead({ events }: Asked): number {
  const reading = events.find((event) => event.type === 'reading')
  return reading ? reading.total - reading.done : Number.NaN
}
