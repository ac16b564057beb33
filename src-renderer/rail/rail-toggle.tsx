import { PanelLeft } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { toggleRail } from './toggle-rail.ts'

/** Brings the rail back where it is put away; the style shows it only there. */
export function RailToggle() {
  const page = usePage()
  const t = useWords('rail')
  return (
    <button
      type="button"
      className="icon-button rail-toggle"
      aria-label={t('showRail')}
      title={t('showRail')}
      onClick={() => toggleRail(page)}
    >
      <PanelLeft />
    </button>
  )
}
