import { useCallback, useMemo, useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'

export interface Choice {
  /** Of those that are shown: what was filtered away is not done anything to. */
  readonly chosen: readonly DocumentRow[]
  readonly ids: ReadonlySet<string>
  readonly set: (id: string, isChosen: boolean) => void
  readonly all: () => void
  readonly none: () => void
}

/** Which of the documents are chosen. */
export function useChosen(shown: readonly DocumentRow[]): Choice {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const chosen = useMemo(() => shown.filter(({ id }) => ids.has(id)), [shown, ids])
  const set = useCallback((id: string, isChosen: boolean): void => {
    setIds((before) => new Set(isChosen ? [...before, id] : [...before].filter((each) => each !== id)))
  }, [])
  const all = (): void => setIds(new Set(shown.map(({ id }) => id)))
  const none = (): void => setIds(new Set())
  return { chosen, ids, set, all, none }
}
