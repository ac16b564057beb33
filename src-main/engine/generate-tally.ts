import type { GenerateEvent } from '../../src-shared/engine/llama.ts'

type End = Extract<GenerateEvent, { type: 'end' }>

/** What one answer has taken so far, so that its end can tell it at any moment, also when it is stopped. */
export interface GenerateTally {
  /** Reading begins: the clock of `read_ms` runs. */
  startReading(promptTokens: number): void
  read(evaluatedTokens: number): void
  /** All tokens sampled until now. With the first one reading ends and the clock of `write_ms` runs, as everywhere in the field. */
  wrote(completionTokens: number): void
  end(stop: End['stop']): End
}

export function createGenerateTally(now: () => number): GenerateTally {
  let promptTokens = 0
  let evaluatedTokens = 0
  let completionTokens = 0
  let readFrom: number | undefined
  let writeFrom: number | undefined
  return {
    startReading(tokens) {
      promptTokens = tokens
      readFrom = now()
    },
    read(tokens) {
      evaluatedTokens = tokens
    },
    wrote(tokens) {
      if (tokens > 0) writeFrom ??= now()
      completionTokens = tokens
    },
    end(stop) {
      const at = now()
      return {
        type: 'end',
        stop,
        prompt_tokens: promptTokens,
        evaluated_tokens: evaluatedTokens,
        completion_tokens: completionTokens,
        read_ms: readFrom === undefined ? 0 : (writeFrom ?? at) - readFrom,
        write_ms: writeFrom === undefined ? 0 : at - writeFrom,
      }
    },
  }
}
