import { TriangleAlert } from 'lucide-react'
import { useStore } from 'zustand'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** Nothing typed is lost meanwhile: drafts stay in the page and are kept when the core is back. */
export function ConnectionBanner() {
  const { link } = usePage()
  const t = useWords('status')
  const faults = useFaults()
  const status = useStore(link.state, (state) => state.status)
  const fault = useStore(link.state, (state) => state.fault)
  if (status !== 'lost' || fault === null) return null
  return (
    <div className="banner" role="alert">
      <TriangleAlert className="warn" />
      <p>{faults.sentence(fault)}</p>
      <button type="button" className="button sm" onClick={link.retryNow}>
        {t('tryNow')}
      </button>
    </div>
  )
}
