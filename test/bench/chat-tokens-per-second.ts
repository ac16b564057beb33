import { writing107M } from './bench-models.ts'
import { openBareChat, openChatBench } from './chat-bench.ts'
import { measurePairs } from './paired.ts'
import type { Benchmark } from './row.ts'
import { median, shortNumber, spread } from './statistics.ts'

/** The speed the core shows against the library's own, on 107 million random weights that never stop. */
export const tokensPerSecond: Benchmark = {
  group: 'chat',
  rows: ['chat.tokens_per_s_ratio'],
  async *run({ pairs }) {
    const path = await writing107M()
    await using bench = await openChatBench(path, { max_answer_tokens: answerTokens })
    await bench.ask(question(-1))
    await using bare = await openBareChat(path, bench)

    const paired = await measurePairs(
      async (run) => {
        await bench.ask(question(run))
        return (await bench.loaded()).tokensPerSecond
      },
      async (run) => (await bare.ask(question(run))).tokensPerSecond,
      { pairs },
    )
    const samples = paired.pairs.map(({ ours, theirs }) => ours / theirs)
    const direct = shortNumber(median(paired.pairs.map(({ theirs }) => theirs)))
    yield {
      name: 'chat.tokens_per_s_ratio',
      figure: paired.ratio,
      unit: '',
      against: 'node-llama-cpp directly',
      ratio: paired.ratio,
      n: samples.length,
      samples,
      note: `${answerTokens} tokens each, directly ${direct} tokens/s; ${spread(samples)}`,
    }
  },
}

const answerTokens = 128
const question = (run: number): string => `${run + 2}. Tell me about the sea.`
