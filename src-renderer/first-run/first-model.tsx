import '../ui/list-table.css'
import '../models/models.css'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { useWords } from '../language/use-words.ts'
import { modelInUse } from '../models/model-store.ts'
import { OfferedModel } from '../models/offered-model.tsx'
import { usePage } from '../use-page.ts'

/** What is recommended for this machine, with the model that searches, or the demo model. */
export function FirstModel() {
  const { models, place, toasts } = usePage()
  const t = useWords('firstRun')
  const entries = useStore(models, (state) => state.entries)
  const isAdding = useStore(models, (state) => state.isAddingDemo)
  const { addDemo } = models.getState()
  return (
    <>
      {t('model.choose')}
      <ul className="models first-models">
        {missing(entries).map((entry) => (
          <OfferedModel key={entry.id} entry={entry} />
        ))}
        <li className="model">
          <div className="model-name">
            <p>
              <b>{t('model.demo')}</b> <span className="badge">{t('model.builtIn')}</span>
            </p>
            <p className="cap">{t('model.demoAbout')}</p>
          </div>
          <button
            type="button"
            className="button primary"
            aria-disabled={isAdding}
            onClick={() => void toasts.getState().attempt(addDemo)}
          >
            {t(isAdding ? 'model.addingDemo' : 'model.useDemo')}
          </button>
        </li>
      </ul>
      <button type="button" className="button quiet edge" onClick={() => place.getState().go({ page: 'models' })}>
        {t('model.all')}
      </button>
    </>
  )
}

/** Of each kind that has none here yet: what is on its way, else what is recommended. */
function missing(entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return (['chat', 'embedder'] as const)
    .filter((role) => modelInUse(entries, role) === undefined)
    .flatMap((role) => {
      const ofRole = entries.filter((entry) => entry.role === role && entry.offer !== null)
      const coming = ofRole.filter(({ row }) => row !== null)
      return coming.length > 0 ? coming : ofRole.filter(({ offer }) => offer?.is_default)
    })
}
