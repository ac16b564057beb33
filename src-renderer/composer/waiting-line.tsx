import { useWords } from '../language/use-words.ts'
import type { Sending } from './use-send.ts'

/** The question waits for what is attached; the person may think again. */
export function WaitingLine({ sending: { waitsFor, cancel } }: { readonly sending: Sending }) {
  const t = useWords('composer')
  return (
    <>
      <span className="cap block" role="status">
        {t('waitingFor', { count: waitsFor.length, name: waitsFor[0] ?? '' })}
      </span>
      <button type="button" className="button sm" onClick={cancel}>
        {t('cancelSend')}
      </button>
    </>
  )
}
