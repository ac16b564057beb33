import { useStore } from 'zustand'
import type { MessageRow } from '../../src-shared/rows/message.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { phaseProgress, phaseWords } from './phase.ts'

/** What the answer waits for, in words; gone as soon as its own words come. */
export function PhaseLine({ row }: { readonly row: MessageRow }) {
  const { thread } = usePage()
  const t = useWords('thread')
  const phase = useStore(thread, (state) => state.phases[row.id]) ?? { kind: 'writing' as const }
  const trimmed = useStore(thread, (state) => state.trimmed[row.id])
  const progress = phaseProgress(phase)
  const isSaying = row.text !== '' && (phase.kind === 'writing' || phase.kind === 'starting')
  return (
    <>
      {trimmed ? <p className="thought">{t(`trimmed.${trimmed.reason}`, { count: trimmed.messages })}</p> : null}
      {isSaying ? null : (
        <div className="phase">
          <span>{t('phase.waits', { phase: phaseWords(t, phase) })}</span>
          {progress === undefined ? null : <progress aria-label={phaseWords(t, phase)} max={1} value={progress} />}
        </div>
      )}
    </>
  )
}
