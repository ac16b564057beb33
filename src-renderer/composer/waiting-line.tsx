import { useWords } from '../language/use-words.ts'
import type { Sending } from './use-send.ts'

/** The question waits for what is attached, or until the page knows what there is; the person may think again. */
export function WaitingLine({ sending: { waitsFor, cancel } }: { readonly sending: Sending }) {
  const t = useWords('composer')
  return (
    <>
      <span className="cap block" role="status">
        {waitsFor.length > 0 ? t('waitingFor', { count: waitsFor.length, name: waitsFor[0] ?? '' }) : t('waitingToKnow')}
      </span>
      <button type="button" className="button sm" onClick={cancel}>
        {t('cancelSend')}
      </button>
    </>
  )
}
