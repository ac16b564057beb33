import type { GenerateEvent } from '../../src-shared/engine/llama.ts'

type TextEvent = Extract<GenerateEvent, { type: 'text' | 'thought' }>
type Emit = (event: GenerateEvent) => void

export interface TextGatherer {
  /** Text is told when its time has come, anything else at once and after all text before it. */
  put(event: GenerateEvent, emit: Emit): void
  /** Tells what is held back. */
  flush(emit: Emit): void
  /** What is held back, for whoever tells it otherwise. */
  take(): TextEvent | undefined
}

export interface GatherOptions {
  /** Milliseconds that a word is held back at most. */
  readonly paceMs: number
  readonly now: () => number
}

/**
 * Joins the pieces of an answer that come closer together than anybody sees. Each of them goes through three processes, and on a
 * machine of few cores that time is taken from the next token. The first piece of a thought and of an answer is told at once.
 */
export function createTextGatherer({ paceMs, now }: GatherOptions): TextGatherer {
  let held: TextEvent | undefined
  let timer: NodeJS.Timeout | undefined
  let told: { readonly type: TextEvent['type']; readonly atMs: number } | undefined

  function take(): TextEvent | undefined {
    clearTimeout(timer)
    timer = undefined
    const event = held
    held = undefined
    return event
  }

  function flush(emit: Emit): void {
    const event = take()
    if (event === undefined) return
    told = { type: event.type, atMs: now() }
    emit(event)
  }

  function hold(event: TextEvent, emit: Emit): void {
    if (held !== undefined && held.type !== event.type) flush(emit)
    held = held === undefined ? event : { ...event, text: held.text + event.text }
    const leftMs = told?.type === event.type ? told.atMs + paceMs - now() : 0
    if (leftMs <= 0) flush(emit)
    else timer ??= setTimeout(flush, leftMs, emit)
  }

  return {
    take,
    flush,
    put(event, emit) {
      if (event.type === 'text' || event.type === 'thought') return hold(event, emit)
      flush(emit)
      emit(event)
    },
  }
}
