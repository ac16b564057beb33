import type { GenerateEvent } from '../../src-shared/engine/llama.ts'

type TextEvent = Extract<GenerateEvent, { type: 'text' | 'thought' }>

export interface AnswerText {
  /** The events a piece of text makes; none for one that is empty or only a gap. */
  add(kind: TextEvent['type'], text: string): readonly TextEvent[]
  /** All of the answer, its beginning too, thoughts not. */
  text(): string
}

/**
 * Templates put empty lines around a thought; they belong to neither side. So white space at the start of a thought or an
 * answer is dropped, and that at the end of a thought is held back until more of it comes. After a
 * `beginning` the answer's first white space counts.
 */
export function createAnswerText({ beginning }: { readonly beginning: string }): AnswerText {
  let answer = beginning
  let hasThought = false
  let gap = ''

  function addThought(text: string): readonly TextEvent[] {
    const whole = hasThought ? gap + text : text.trimStart()
    const shown = whole.trimEnd()
    gap = whole.slice(shown.length)
    if (shown === '') return []
    hasThought = true
    return [{ type: 'thought', text: shown }]
  }

  function addAnswer(text: string): readonly TextEvent[] {
    const shown = answer === '' ? text.trimStart() : text
    if (shown === '') return []
    answer += shown
    return [{ type: 'text', text: shown }]
  }

  return { add: (kind, text) => (kind === 'thought' ? addThought(text) : addAnswer(text)), text: () => answer }
}
