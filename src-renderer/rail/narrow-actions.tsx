import { Plus, Search } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

/** What the rail offers at a glance, in the header of a narrow window, where the rail is put away. The style hides it elsewhere. */
export function NarrowActions() {
  const { place, palette } = usePage()
  const t = useWords('rail')
  return (
    <div className="narrow-actions">
      <button type="button" className="icon-button" aria-label={t('search')} onClick={() => palette.getState().open()}>
        <Search />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('newChat')}
        onClick={() => place.getState().go({ page: 'chat', conversationId: null })}
      >
        <Plus />
      </button>
    </div>
  )
}
