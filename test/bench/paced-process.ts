import { setTimeout as delay } from 'node:timers/promises'
import { gatheredEvents } from '../../src-main/engine/gathered-events.ts'
import { createLlama } from '../../src-main/engine/llama.ts'
import { serveChild } from '../../src-main/engine/serve-child.ts'
import { type GenerateEvent, llama } from '../../src-shared/engine/llama.ts'
import { makePassages } from './bench-texts.ts'

const wordsPerSecond = 100
const seconds = 20

// The llama child, only that `generate` writes words of its own, 100 a second for 20 seconds; what is no chat's is answered at once.
serveChild(
  { llama },
  {
    llama: {
      ...createLlama(),
      generate: ({ conversation_id }, signal) => gatheredEvents((emit) => write(conversation_id === null, emit), signal),
    },
  },
)

async function write(isAtOnce: boolean, emit: (event: GenerateEvent) => void): Promise<void> {
  const words = isAtOnce ? ['Harbour'] : makeWords()
  const startedAt = performance.now()
  for (const [n, text] of words.entries()) {
    const early = startedAt + (n * 1000) / wordsPerSecond - performance.now()
    if (early > 0) await delay(early)
    emit({ type: 'text', text })
  }
  const counts = { prompt_tokens: 1, evaluated_tokens: 1, completion_tokens: words.length }
  emit({ type: 'end', stop: 'end', ...counts, read_ms: 1, write_ms: performance.now() - startedAt })
}

/** Paragraphs, lists and code, as answers have them. */
function makeWords(): readonly string[] {
  const frames = [
    (text: string) => text,
    (text: string) => `- **Note**: ${text}`,
    (text: string) => `\`\`\`ts\n// ${text}\n\`\`\``,
  ]
  const blocks = makePassages(100).map((text, n) => frames[n % frames.length]?.(text) ?? text)
  return blocks
    .join('\n\n')
    .split(/(?<= )/)
    .slice(0, wordsPerSecond * seconds)
}
