import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../src-shared/ids.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import type { Benchmark, Row } from './row.ts'

const questions = 30
const name = 'store.fsyncs_per_acknowledged'

/**
 * Calls of fsync and fdatasync between a question's sending and its acknowledgement, by question. Those before and after,
 * for the answer's own rows, are not counted: they could hide one that is missing.
 */
export const storeFsyncs: Benchmark = {
  group: 'store',
  rows: [name],
  async *run() {
    const hasStrace = spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0
    yield hasStrace ? await count() : { name, figure: null, unit: 'calls', n: 0, note: 'strace is missing on this machine' }
  },
}

interface Span {
  readonly from: number
  readonly to: number
}

async function count(): Promise<Row> {
  using folder = tempFolder()
  const { tinyRandom } = await ensureTestModels('tinyRandom')
  await using core = await startCoreProcess(folder.path)
  const { id } = await core.api.models.import({ path: tinyRandom })
  await core.api.settings.change({ chat_model_id: id, max_answer_tokens: 16, gpu: 'cpu', context_size: 2048 })
  await sendOne(core.api)

  const report = join(folder.path, 'strace.txt')
  const trace = spawn('strace', ['-f', '-ttt', '-e', 'trace=fsync,fdatasync', '-o', report, '-p', String(core.pid)])
  const traced = once(trace, 'exit')
  await once(trace.stderr, 'data')
  const spans: Span[] = []
  for (let n = 0; n < questions; n++) spans.push(await sendOne(core.api))
  trace.kill('SIGINT')
  await traced
  const calls = timesOf(readFileSync(report, 'utf8'))
  const samples = spans.map(({ from, to }) => calls.filter((at) => at >= from && at <= to).length)
  return {
    name,
    figure: Math.min(...samples),
    unit: 'calls',
    n: questions,
    samples,
    note: `the fewest of any question, between sending and acknowledgement; ${calls.length} in all, answers included`,
  }
}

type Api = Awaited<ReturnType<typeof startCoreProcess>>['api']

/** Sends one question in a conversation of its own and waits for the answer; the span is until it was acknowledged. */
async function sendOne(api: Api): Promise<Span> {
  const now = (): number => performance.timeOrigin + performance.now()
  const input = { conversation_id: newId(), message_id: newId(), reply_id: newId(), text: 'Is this kept?' }
  const from = now()
  let to = 0
  for await (const event of api.chat.send(input)) if (event.type === 'saved') to = now()
  return { from, to }
}

/** Milliseconds since 1970 of every call in strace's report, the second half of an interrupted one not counted again. */
const timesOf = (report: string): number[] =>
  report.split('\n').flatMap((line) => {
    const at = /(\d+\.\d+) (?:fsync|fdatasync)\(/.exec(line)?.[1]
    return at === undefined ? [] : [Number(at) * 1000]
  })
