import './personas.css'
import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import { useKeptForm } from '../kept-forms/use-kept-form.ts'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { PersonaEditor } from './persona-editor.tsx'
import { emptyDraft, writtenPersona } from './persona-form.ts'
import { PersonaLine } from './persona-line.tsx'
import { StartingList } from './starting-list.tsx'

export function PersonasPage() {
  const { personas } = usePage()
  const t = useWords('personas')
  const rows = useStore(personas, (state) => state.rows)
  const isLoaded = useStore(personas, (state) => state.isLoaded)
  const form = useKeptForm('form.persona', writtenPersona)
  return (
    <>
      <PageHeader title={t('title')}>
        <button type="button" className="button push" onClick={() => form.open(emptyDraft)}>
          <Plus className="small" /> {t('new')}
        </button>
      </PageHeader>
      <div className="page-body">
        <p className="persona-intro">{t('intro')}</p>
        {rows.length > 0 ? (
          <ul className="card personas" aria-label={t('yours')}>
            {rows.map((row, index) => (
              <PersonaLine key={row.id} row={row} place={{ index, of: rows.length }} onEdit={form.open} />
            ))}
          </ul>
        ) : null}
        {isLoaded ? <StartingList rows={rows} /> : null}
      </div>
      {form.fields ? <PersonaEditor draft={form.fields} form={form} /> : null}
    </>
  )
}
