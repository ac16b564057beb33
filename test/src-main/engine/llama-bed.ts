import { pino } from 'pino'
import { llamaChild } from '../../../src-main/engine/llama-child.ts'
import { createLlamaEngine, type LlamaEngine } from '../../../src-main/engine/llama-engine.ts'
import { createSupervised, type Supervised } from '../../../src-main/engine/supervise.ts'
import type { SupervisedLimits } from '../../../src-main/engine/supervised-limits.ts'
import type { GenerateEvent } from '../../../src-shared/engine/llama.ts'
import type { LoadPlan } from '../../../src-shared/models/fit.ts'

export const cpuPlan: LoadPlan = { gpu: 'cpu', gpu_layers: 0, context_size: 4096, threads: 1 }

export const signal = new AbortController().signal

export interface LlamaBed extends AsyncDisposable {
  readonly engine: LlamaEngine
  readonly supervised: Supervised<typeof llamaChild.contract>
}

/** The engine as the core has it, with a child of its own. */
export function createLlamaBed(limits: Partial<SupervisedLimits> = {}): LlamaBed {
  const log = pino({ level: 'silent' })
  const supervised = createSupervised({ ...llamaChild, log, limits: { ...llamaChild.limits, firstDelayMs: 1, ...limits } })
  const engine = createLlamaEngine({ supervised })
  return { engine, supervised, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() }
}

type Input = Parameters<LlamaEngine['generate']>[1]

/** What the tests need no more than a question for: temperature 0, no conversation, room for every scripted answer. */
export function question(text: string, more: Partial<Input> = {}): Input {
  return { conversation_id: null, messages: [{ role: 'user', text }], sampling: { temperature: 0 }, max_tokens: 200, ...more }
}

export interface Answer {
  readonly text: string
  readonly thought: string
  readonly events: readonly GenerateEvent[]
  readonly end: Extract<GenerateEvent, { type: 'end' }>
}

export async function answerOf(events: AsyncIterable<GenerateEvent>): Promise<Answer> {
  const all = await Array.fromAsync(events)
  const end = all.at(-1)
  if (end?.type !== 'end') throw new Error(`The last event is ${end?.type}`)
  const join = (type: 'text' | 'thought') => all.map((event) => (event.type === type ? event.text : '')).join('')
  return { text: join('text'), thought: join('thought'), events: all, end }
}
