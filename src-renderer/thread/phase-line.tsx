import { memo } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { type Phase, phaseProgress, phaseWords } from './phase.ts'

export interface PhaseLineProps {
  readonly id: string
  readonly hasText: boolean
}

/** What the answer waits for, in words; gone as soon as its own words come, and not drawn again with each of them. */
export const PhaseLine = memo(function PhaseLine({ id, hasText }: PhaseLineProps) {
  const { thread } = usePage()
  const t = useWords('thread')
  const phase = useStore(thread, (state) => state.phases[id]) ?? { kind: 'writing' as const }
  const trimmed = useStore(thread, (state) => state.trimmed[id])
  const isSaying = hasText && (phase.kind === 'writing' || phase.kind === 'starting')
  return (
    <>
      {trimmed ? <p className="thought">{t(`trimmed.${trimmed.reason}`, { count: trimmed.messages })}</p> : null}
      {isSaying ? null : <PhaseWords phase={phase} />}
    </>
  )
})

function PhaseWords({ phase }: { readonly phase: Phase }) {
  const t = useWords('thread')
  const words = phaseWords(t, phase)
  const progress = phaseProgress(phase)
  return (
    <div className="phase">
      <span>{t('phase.waits', { phase: words })}</span>
      {progress === undefined ? null : <progress aria-label={words} max={1} value={progress} />}
    </div>
  )
}
