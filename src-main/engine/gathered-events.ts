import type { GenerateEvent } from '../../src-shared/engine/llama.ts'
import { streamEvents } from './event-stream.ts'
import { createTextGatherer } from './gather-text.ts'

/** Twenty times a second text still flows; each piece is work in three processes, which the next token waits for on two cores. */
const paceMs = 50

/** The events of `work` as they leave the child: pieces of text that come close together are one. Nothing told before the signal is lost. */
export async function* gatheredEvents(
  work: (emit: (event: GenerateEvent) => void) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void> {
  const gatherer = createTextGatherer({ paceMs, now: () => performance.now() })
  yield* streamEvents<GenerateEvent>(async (emit) => {
    try {
      await work((event) => gatherer.put(event, emit))
    } finally {
      gatherer.flush(emit)
    }
  }, signal)
  const held = gatherer.take()
  if (held !== undefined) yield held
}
