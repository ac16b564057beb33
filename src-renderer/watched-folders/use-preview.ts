import { useEffect, useState } from 'react'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { usePage } from '../use-page.ts'
import type { WatchPreview, WatchRules } from './watch-store.ts'

export interface Previewed {
  readonly preview: WatchPreview | null
  readonly fault: Fault | null
}

const nothing: Previewed = { preview: null, fault: null }
const pauseMs = 250

/** What would be read of a folder by these rules, asked again a moment after either was changed. */
export function usePreview(path: string, rules: WatchRules): Previewed {
  const { watches } = usePage()
  const [previewed, setPreviewed] = useState(nothing)
  // New lists come with every key.
  const asked = JSON.stringify([path, rules])
  useEffect(() => {
    const [wanted, wantedRules]: [string, WatchRules] = JSON.parse(asked)
    const controller = new AbortController()
    setPreviewed(nothing)
    const tell = (next: Previewed): void => (controller.signal.aborted ? undefined : setPreviewed(next))
    const look = (): void =>
      void watches
        .getState()
        .preview(wanted, wantedRules, controller.signal)
        .then(
          (preview) => tell({ preview, fault: null }),
          (error: unknown) => tell({ preview: null, fault: faultOf(error) }),
        )
    const timer = wanted === '' ? undefined : setTimeout(look, pauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [asked, watches])
  return previewed
}
