import { type MessageRow, writingMs } from '../../src-shared/rows/message.ts'
import type { Words } from '../language/use-words.ts'

type ThreadWords = Words<'thread'>

const routes = ['exact', 'vector', 'hybrid'] as const

/** "Thought for 3 s · searched your documents (hybrid, 5 passages, 18 ms)"; empty when it did neither. */
export function aboveAnswer(t: ThreadWords, row: MessageRow): string {
  const thought = thoughtWords(t, row)
  const searched = searchWords(t, row, thought === '')
  return [thought, searched].filter((part) => part !== '').join(' · ')
}

function thoughtWords(t: ThreadWords, row: MessageRow): string {
  if (!row.thought) return ''
  if (row.status === 'writing' && row.text === '') return t('above.thinking')
  const took = thinkingMs(row)
  return took === undefined ? t('above.thought') : t('above.thoughtFor', { took })
}

function searchWords(t: ThreadWords, { search }: MessageRow, isAlone: boolean): string {
  if (!search) return ''
  const name = routes.find((each) => each === search.route)
  const route = name === undefined ? search.route : t(`route.${name}`)
  const figures = { route, count: search.passages, ms: Math.round(search.took_ms) }
  return isAlone ? t('above.searchedAlone', figures) : t('above.searched', figures)
}

/** Measured; of answers from before it was, the share of the thought in what was written. */
function thinkingMs({ thought, text, timings }: MessageRow): number | undefined {
  if (timings?.thought !== undefined) return timings.thought
  if (timings?.total === undefined || timings.first_token === undefined) return undefined
  const written = (thought?.length ?? 0) + text.length
  return written === 0 ? undefined : ((timings.total - timings.first_token) * (thought?.length ?? 0)) / written
}

/** Tokens per second of the writing alone; undefined when nothing was measured. */
export function tokensPerSecond({ completion_tokens, timings }: MessageRow): number | undefined {
  const seconds = (timings === null ? 0 : (writingMs(timings) ?? 0)) / 1000
  return seconds > 0 && completion_tokens !== null && completion_tokens > 1 ? (completion_tokens - 1) / seconds : undefined
}

/** "212 tokens · 61 tok/s · first token 0.4 s · on this device"; begins with `model`, where another than the chat's wrote it. */
export function belowAnswer(t: ThreadWords, row: MessageRow, model = ''): string {
  const { completion_tokens: count, timings, status } = row
  const speed = tokensPerSecond(row)
  const isEarly = status === 'stopped' || status === 'interrupted' || status === 'failed'
  const parts = [
    model,
    count === null ? '' : t('below.tokens', { count }),
    speed === undefined || isEarly ? '' : t('below.speed', { speed: Math.round(speed) }),
    timings?.first_token === undefined || isEarly ? '' : t('below.firstToken', { took: timings.first_token }),
    timings?.total === undefined || !isEarly ? '' : t('below.stoppedAfter', { took: timings.total }),
    t('below.onDevice'),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
