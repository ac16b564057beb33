import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { questionTurn } from '../../src-shared/retrieval/build-prompt.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'

/** A question with its answer. */
export interface Turn {
  readonly question: MessageRow
  readonly answer: MessageRow
  /** Worded exactly as the model got it, sources included: what it has read once it need not read again. */
  readonly prompt: readonly PromptMessage[]
}

/** The turns of `branch`, the path from the root, oldest first; questions without an answer are left out. */
export function turnsOf(branch: readonly MessageRow[]): Turn[] {
  return branch.flatMap((question, index) => {
    const answer = branch[index + 1]
    if (question.role !== 'user' || answer?.role !== 'assistant' || answer.text === '') return []
    const asked = questionTurn({ question: question.text, sources: answer.sources, searched: answer.search !== null })
    const prompt = [
      { role: 'user' as const, text: asked },
      { role: 'assistant' as const, text: answer.text },
    ]
    return [{ question, answer, prompt }]
  })
}

export const promptOf = (turns: readonly Turn[]): PromptMessage[] => turns.flatMap(({ prompt }) => prompt)
