import type { MessageRow } from '../../src-shared/rows/message.ts'
import { countText, durationText, manyText } from '../ui/figures.ts'

/** "Thought for 3 s · searched your documents (hybrid, 5 passages, 18 ms)"; empty when it did neither. */
export function aboveAnswer({ thought, search, status, text, timings }: MessageRow): string {
  const isThinking = status === 'writing' && text === ''
  const took = timings?.total !== undefined && timings.first_token !== undefined ? thinkingMs(thought, text, timings) : undefined
  const thoughtWords = isThinking ? 'Thinking' : took === undefined ? 'Thought first' : `Thought for ${durationText(took)}`
  const searched = search
    ? `searched your documents (${search.route}, ${manyText(search.passages, 'passage')}, ${Math.round(search.took_ms)} ms)`
    : ''
  const parts = [thought ? thoughtWords : '', thought ? searched : capital(searched)]
  return parts.filter((part) => part !== '').join(' · ')
}

/** About: the share of the thought in what was written, as its own clock is not kept. */
function thinkingMs(
  thought: string | null,
  text: string,
  { total = 0, first_token = 0 }: NonNullable<MessageRow['timings']>,
): number {
  const written = (thought?.length ?? 0) + text.length
  return written === 0 ? 0 : ((total - first_token) * (thought?.length ?? 0)) / written
}

/** Tokens per second of the writing alone; undefined when nothing was measured. */
export function tokensPerSecond({ completion_tokens, timings }: MessageRow): number | undefined {
  if (completion_tokens === null || timings?.total === undefined || timings.first_token === undefined) return undefined
  const seconds = (timings.total - timings.first_token) / 1000
  return seconds > 0 && completion_tokens > 1 ? (completion_tokens - 1) / seconds : undefined
}

/** "212 tokens · 61 tok/s · first token 0.4 s · on this device". */
export function belowAnswer(row: MessageRow): string {
  const { completion_tokens, timings } = row
  const speed = tokensPerSecond(row)
  const parts = [
    completion_tokens === null ? '' : manyText(completion_tokens, 'token'),
    speed === undefined ? '' : `${countText(Math.round(speed))} tok/s`,
    timings?.first_token === undefined ? '' : `first token ${durationText(timings.first_token)}`,
    'on this device',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
