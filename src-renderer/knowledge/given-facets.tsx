import { Tag } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { facetWords } from './facet-words.ts'
import { FacetsDialog } from './facets-dialog.tsx'

/** What documents that come into the collection are given. */
export function GivenFacets({ id }: { readonly id: string }) {
  const { knowledge } = usePage()
  const t = useWords('knowledge')
  const collection = useStore(knowledge, ({ collections }) => collections.find((each) => each.id === id))
  const [isOpen, setOpen] = useState(false)
  if (!collection) return null
  const facets = facetWords(t, collection)
  return (
    <div className="collection-option">
      <div>
        <b>{t('options.giveToNew')}</b>
        <p className="cap">{facets === '' ? t('options.giveNothing') : t('options.giveToNewAbout', { facets })}</p>
      </div>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        <Tag className="small" /> {t('options.giveToNewNow')}
      </button>
      {isOpen ? (
        <FacetsDialog
          title={t('options.giveToNewTitle')}
          of={[collection]}
          onSave={(change) => knowledge.getState().giveToNew(id, change)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  )
}
