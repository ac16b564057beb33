import { RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { modelInUse } from '../models/model-store.ts'
import { usePage } from '../use-page.ts'
import { GivenFacets } from './given-facets.tsx'
import { RemoveCollection } from './remove-collection.tsx'

export interface OptionsViewProps {
  readonly id: string
  readonly name: string
  readonly documents: readonly DocumentRow[]
}

export function OptionsView({ id, name, documents }: OptionsViewProps) {
  const { knowledge, models, place, toasts } = usePage()
  const t = useWords('knowledge')
  const embedder = useStore(models, ({ entries }) => modelInUse(entries, 'embedder'))
  // Before they are read it would be said to have none.
  const isLoaded = useStore(knowledge, (state) => state.isLoaded)
  const isOnItsWay = useStore(knowledge, ({ removing }) => removing.has(id))
  const [isRemoving, setRemoving] = useState(false)
  const withPath = documents.filter(({ path }) => path !== null).length
  const originals = withPath > 0 ? t('options.rereadAbout', { count: withPath }) : t('options.noOriginals')
  const reread = (): void =>
    void toasts.getState().attempt(async () => {
      await knowledge.getState().rereadChanged(id)
      knowledge.getState().show('documents')
    })
  return (
    <section className="card collection-options" aria-label={t('view.options')}>
      <div className="collection-option">
        <div>
          <b>{t('options.reread')}</b>
          <p className="cap">{isLoaded ? originals : ''}</p>
        </div>
        <button type="button" className="button" disabled={withPath === 0} onClick={reread}>
          <RefreshCw className="small" /> {t('options.rereadNow')}
        </button>
      </div>
      <GivenFacets id={id} />
      <div className="collection-option">
        <div>
          <b>{t('options.embedder')}</b>
          <p className="cap">{embedder ? t('options.embedderAbout', { name: embedder.name }) : t('options.noEmbedder')}</p>
        </div>
        <button type="button" className="button" onClick={() => place.getState().go({ page: 'models' })}>
          {t('options.toModels')}
        </button>
      </div>
      <div className="collection-option">
        <div>
          <b>{t('options.remove')}</b>
          <p className="cap">{isLoaded ? t('removal.about', { count: documents.length }) : ''}</p>
        </div>
        <button type="button" className="button" disabled={!isLoaded || isOnItsWay} onClick={() => setRemoving(true)}>
          <Trash2 className="small" /> {t(isOnItsWay ? 'removing' : 'removeAsk')}
        </button>
      </div>
      {isRemoving ? <RemoveCollection id={id} name={name} count={documents.length} onClose={() => setRemoving(false)} /> : null}
    </section>
  )
}
