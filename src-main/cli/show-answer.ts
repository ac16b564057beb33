import type { MessageRow, Source } from '../../src-shared/rows/message.ts'
import type { Output } from './output.ts'
import { sourceLines } from './source-lines.ts'
import { errorWords } from './tell-error.ts'

/** What `ask --json` prints. A stage that did not happen took null milliseconds. */
export function answerJson(reply: MessageRow) {
  const { load = null, embed = null, retrieve = null, first_token = null, total = null } = reply.timings ?? {}
  return {
    answer: reply.text,
    sources: reply.sources.map(sourceJson),
    model: reply.model_id,
    conversation_id: reply.conversation_id,
    message_id: reply.id,
    tokens: { prompt: reply.prompt_tokens, completion: reply.completion_tokens },
    timings_ms: { load, embed, retrieve, first_token, total },
  }
}

const sourceJson = ({ document, path, page, place, heading, start, end, text, score }: Source) => ({
  ...{ document, path, page, place: place ?? null, heading },
  ...{ start, end, text, score },
})

/** What follows the streamed text: the sources as it cites them, and what went wrong. */
export function showRest(output: Output, { text, sources, status, fault }: MessageRow): void {
  if (text !== '') output.line('')
  if (sources.length > 0) output.line(`\n${sourceLines(sources).join('\n')}`)
  if (fault) output.note(errorWords(fault))
  else if (status === 'stopped') output.note(text === '' ? 'Stopped. The question is kept.' : 'Stopped. The text so far is kept.')
}
