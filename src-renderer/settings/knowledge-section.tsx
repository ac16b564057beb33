import { ScanSearch } from 'lucide-react'
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
    </Options>
  )
}
