import { ensureTestModels } from '../helpers/models/test-models.ts'
import { writing107M } from './bench-models.ts'
import { openBareChat, openChatBench } from './chat-bench.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark, BenchOptions, Row } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

/** What asking through the page's protocol, core and child adds to the first token, in a new conversation without documents. */
export const firstToken: Benchmark = {
  group: 'chat',
  rows: ['chat.first_token_added_ms', 'chat.first_token_added_ms.107m'],
  async *run(options) {
    const { scripted } = await ensureTestModels('scripted')
    yield await measure('chat.first_token_added_ms', scripted, options)
    yield await measure('chat.first_token_added_ms.107m', await writing107M(), options)
  },
}

async function measure(name: string, path: string, { pairs }: BenchOptions): Promise<Row> {
  await using bench = await openChatBench(path, { max_answer_tokens: 16, temperature: 0 })
  const first = await bench.ask(question(-1))
  await using bare = await openBareChat(path, bench)
  const direct = await bare.ask(question(-1))

  const paired = await measurePairs(
    async (run) => (await bench.ask(question(run))).msTo('text') ?? Number.NaN,
    async (run) => (await bare.ask(question(run))).firstMs,
    // The first four conversations fill the places the core keeps for conversations.
    { pairs, warmUps: 5 },
  )
  const samples = paired.pairs.map(({ ours, theirs }) => ours - theirs)
  const direct50 = shortNumber(median(paired.pairs.map(({ theirs }) => theirs)))
  return {
    name,
    figure: paired.difference,
    unit: 'ms',
    against: 'node-llama-cpp directly',
    ratio: paired.ratio,
    n: samples.length,
    samples,
    note: `prompt of ${first.reply.prompt_tokens} tokens (directly ${direct.promptTokens}), directly ${direct50} ms; ${spread(samples)}`,
  }
}

const question = (run: number): string => `${run + 2}. Which small model runs on your own computer, and why?`
