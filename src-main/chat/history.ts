import type { PromptMessage } from '../../src-shared/engine/llama.ts'
import { questionTurn } from '../../src-shared/retrieval/build-prompt.ts'
import type { MessageRow } from '../../src-shared/rows/message.ts'

/**
 * Earlier turns worded exactly as the model got them, sources included: what it has read once it need not read again.
 * `branch` is the path from the root, oldest first; turns without an answer are left out.
 */
export function historyOf(branch: readonly MessageRow[]): PromptMessage[] {
  return branch.flatMap((question, index) => {
    const answer = branch[index + 1]
    if (question.role !== 'user' || answer?.role !== 'assistant' || answer.text === '') return []
    const asked = questionTurn({ question: question.text, sources: answer.sources, searched: answer.search !== null })
    return [
      { role: 'user', text: asked },
      { role: 'assistant', text: answer.text },
    ]
  })
}
