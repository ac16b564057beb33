import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { manyText } from '../ui/figures.ts'
import { usePage } from '../use-page.ts'
import { phaseProgress, phaseWords } from './phase.ts'

/** What the answer waits for, in words; gone as soon as its own words come. */
export function PhaseLine({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const phase = useStore(thread, (state) => state.phases[row.id]) ?? { kind: 'writing' as const }
  const trimmed = useStore(thread, (state) => state.trimmed[row.id])
  const progress = phaseProgress(phase)
  const isSaying = row.text !== '' && (phase.kind === 'writing' || phase.kind === 'starting')
  return (
    <>
      {trimmed ? (
        <p className="thought">{manyText(trimmed, 'older message')} left out: the model cannot keep them in mind.</p>
      ) : null}
      {isSaying ? null : (
        <div className="phase">
          <span>{phaseWords(phase)}…</span>
          {progress === undefined ? null : <progress aria-label={phaseWords(phase)} max={1} value={progress} />}
        </div>
      )}
    </>
  )
}
