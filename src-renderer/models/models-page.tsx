import '../ui/list-table.css'
import './models.css'
import { FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useConnected } from '../connection/use-connected.ts'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { ImportDialog } from './import-dialog.tsx'
import { InstalledModels } from './installed-models.tsx'
import { MemoryCard } from './memory-card.tsx'
import { ModelCatalogue } from './model-catalogue.tsx'
import { inOrder, isOnDevice } from './model-words.ts'

export function ModelsPage() {
  const { models } = usePage()
  const t = useWords('models')
  const entries = useStore(models, (state) => state.entries)
  const isLoaded = useStore(models, (state) => state.isLoaded)
  const [isImporting, setImporting] = useState(false)
  useFigures()
  const here = inOrder(entries.filter(isOnDevice))
  return (
    <>
      <PageHeader title={t('title')}>
        <button type="button" className="button push" onClick={() => setImporting(true)}>
          <FolderOpen className="small" /> {t('import')}
        </button>
      </PageHeader>
      <div className="page-body">
        <MemoryCard />
        {here.length > 0 ? <InstalledModels entries={here} /> : null}
        {isLoaded ? <ModelCatalogue entries={entries.filter((entry) => !isOnDevice(entry))} /> : null}
      </div>
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </>
  )
}

/** The machine and the speeds: when the page is opened, and whenever what is in memory changed. */
function useFigures(): void {
  const { models, toasts } = usePage()
  const isLoaded = useStore(models, (state) => state.isLoaded)
  const inMemory = useStore(models, ({ inMemory: model }) =>
    model?.state === 'ready' ? `${model.id} ${model.context_size}` : '',
  )
  const isConnected = useConnected()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model in memory is a reason to read anew
  useEffect(() => {
    if (!isLoaded || !isConnected) return
    void toasts.getState().attempt(async () => {
      await models.getState().rereadMemory()
      await models.getState().rereadFigures()
    })
  }, [isConnected, isLoaded, inMemory, models, toasts])
}
