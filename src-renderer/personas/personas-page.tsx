import './personas.css'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { PersonaEditor } from './persona-editor.tsx'
import { emptyDraft, type PersonaDraft } from './persona-form.ts'
import { PersonaLine } from './persona-line.tsx'
import { StartingList } from './starting-list.tsx'

export function PersonasPage() {
  const { personas } = usePage()
  const t = useWords('personas')
  const rows = useStore(personas, (state) => state.rows)
  const isLoaded = useStore(personas, (state) => state.isLoaded)
  const [draft, setDraft] = useState<PersonaDraft | null>(null)
  return (
    <>
      <PageHeader title={t('title')}>
        <button type="button" className="button push" onClick={() => setDraft(emptyDraft)}>
          <Plus className="small" /> {t('new')}
        </button>
      </PageHeader>
      <div className="page-body">
        <p className="persona-intro">{t('intro')}</p>
        {rows.length > 0 ? (
          <ul className="card personas" aria-label={t('yours')}>
            {rows.map((row, index) => (
              <PersonaLine key={row.id} row={row} place={{ index, of: rows.length }} onEdit={setDraft} />
            ))}
          </ul>
        ) : null}
        {isLoaded ? <StartingList rows={rows} /> : null}
      </div>
      {draft ? <PersonaEditor start={draft} onClose={() => setDraft(null)} /> : null}
    </>
  )
}
