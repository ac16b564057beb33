import { useStore } from 'zustand'
import { phaseWords } from '../thread/phase.ts'
import type { ThreadState } from '../thread/thread-state.ts'
import { usePage } from '../use-page.ts'

const ends = { complete: 'Answer complete', stopped: 'Stopped', interrupted: 'Answer interrupted', failed: 'The answer failed' }

/** Tells those who do not see it what the newest answer is doing: its states, never its single words or figures. */
export function Announcer() {
  const words = useStore(usePage().thread, stateWords)
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  )
}

function stateWords({ items, phases }: ThreadState): string {
  const last = items.at(-1)
  if (last?.role !== 'assistant') return ''
  if (last.status !== 'writing') return ends[last.status]
  const phase = phases[last.id]
  return phase?.kind === 'reading' ? 'Reading' : phaseWords(phase ?? { kind: 'writing' })
}
