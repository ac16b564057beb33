import { useEffect, useRef, useState } from 'react'
import { useWords, type Words } from '../language/use-words.ts'
import { phaseWords } from '../thread/phase.ts'
import { type Heard, heardUntil, spokenWords } from '../thread/spoken-answer.ts'
import type { ThreadState } from '../thread/thread-state.ts'
import { usePage } from '../use-page.ts'

/** Time to hear out what was said before. */
const pauseMs = 2000

/** Tells those who do not see it what the newest answer is doing, and its sentences once they are whole: never its single words. */
export function Announcer() {
  const { thread } = usePage()
  const t = useWords('thread')
  const latest = useRef(t)
  latest.current = t
  const [words, setWords] = useState('')
  useEffect(() => {
    let heard: Heard | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = (): void => {
      timer = undefined
      const said = nextWords(latest.current, thread.getState(), heard)
      heard = said.heard
      if (said.words !== null) setWords(said.words)
    }
    const stop = thread.subscribe(() => {
      timer ??= setTimeout(say, heard === null ? 0 : pauseMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [thread])
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  )
}

interface Said {
  readonly heard: Heard | null
  /** Null leaves what was said last. */
  readonly words: string | null
}

function nextWords(t: Words<'thread'>, { items, phases }: ThreadState, heard: Heard | null): Said {
  const last = items.at(-1)
  if (last?.role !== 'assistant') return { heard: null, words: null }
  const isWriting = last.status === 'writing'
  const from = heard?.id === last.id ? heard.characters : 0
  // What was there before it was looked at is not read out.
  if (!isWriting && heard?.id !== last.id) return { heard: null, words: null }
  const end = isWriting ? heardUntil(last.text, from) : last.text.length
  const spoken = spokenWords(last.text.slice(from, end))
  if (!isWriting) return { heard: null, words: `${spoken} ${endWords(t, last.status)}`.trim() }
  const phase = phases[last.id] ?? { kind: 'writing' as const }
  const state = phase.kind === 'reading' ? t('phase.readingQuietly') : phaseWords(t, phase)
  const silent = phase.kind === 'writing' ? null : state
  return { heard: { id: last.id, characters: end }, words: spoken === '' ? silent : spoken }
}

function endWords(t: Words<'thread'>, status: ThreadState['items'][number]['status']): string {
  return status === 'writing' ? '' : t(`say.${status}`)
}
