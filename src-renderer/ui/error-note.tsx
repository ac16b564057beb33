import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from './copy-button.tsx'

export interface ErrorNoteProps {
  readonly fault: Fault
  /** Stands in for the first sentence where the place knows better what happened. */
  readonly head?: string
  readonly icon?: ReactNode
  /** False for what happened before: it is not announced. */
  readonly isNews?: boolean
  /** What to do about it, the primary one first. */
  readonly children?: ReactNode
}

/** The one look of an error: what happened, what was kept, what to do, and the details to copy. */
export function ErrorNote({ fault, head, icon = <TriangleAlert className="warn" />, isNews = true, children }: ErrorNoteProps) {
  const t = useWords('app')
  const faults = useFaults()
  const words = faults.words(fault)
  return (
    <div className="notice" role={isNews ? 'alert' : undefined}>
      {icon}
      <p>
        <b>{head ?? words.head}</b>
        {head === undefined ? words.rest : faults.sentence(fault)}
      </p>
      {children}
      <CopyButton label={t('copyDetails')} text={JSON.stringify(fault)} />
    </div>
  )
}
