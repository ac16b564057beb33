import { ListOrdered, ScanSearch } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { modelInUse } from '../models/model-store.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function KnowledgeSection() {
  const t = useWords('settings')
  const { models, place } = usePage()
  const [, change] = useSettings()
  const entries = useStore(models, (state) => state.entries)
  const ready = entries.filter(({ role, row }) => role === 'embedder' && row?.status === 'ready')
  const inUse = modelInUse(entries, 'embedder')
  return (
    <Options label={t('section.knowledge.name')}>
      <Option Icon={ScanSearch} title={t('embedder.title')} about={t(inUse ? 'embedder.about' : 'embedder.none')}>
        {inUse ? (
          <Select
            label={t('embedder.title')}
            value={inUse.id}
            choices={ready.map(({ id, name }) => ({ value: id, name }))}
            onChange={(embedder_id) => change({ embedder_id })}
          />
        ) : (
          <button type="button" className="button" onClick={() => place.getState().go({ page: 'models' })}>
            {t('embedder.get')}
          </button>
        )}
      </Option>
      <RerankerOption />
    </Options>
  )
}

/** Only where there is one to choose. */
function RerankerOption() {
  const t = useWords('settings')
  const entries = useStore(usePage().models, (state) => state.entries)
  const [{ reranker_id: chosenId }, change] = useSettings()
  const ready = entries.filter((entry) => entry.canRank)
  if (ready.length === 0) return null
  const choices = [{ value: '', name: t('reranker.none') }, ...ready.map(({ id, name }) => ({ value: id, name }))]
  return (
    <Option Icon={ListOrdered} title={t('reranker.title')} about={t('reranker.about')}>
      <Select
        label={t('reranker.title')}
        value={ready.find(({ id }) => id === chosenId)?.id ?? ''}
        choices={choices}
        onChange={(id) => change({ reranker_id: id === '' ? null : id })}
      />
    </Option>
  )
}
