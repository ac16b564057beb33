import { Check, Ellipsis, Gauge, ShieldCheck, SlidersHorizontal, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import { useWords } from '../language/use-words.ts'
import { Menu } from '../ui/menu.tsx'
import { usePage } from '../use-page.ts'
import { CheckDialog } from './check-dialog.tsx'
import { FitDialog } from './fit-dialog.tsx'
import { ModelSettingsDialog } from './model-settings-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

type Open = 'settings' | 'needs' | 'check' | 'remove'

/** What can be done with a model that is here. */
export function ModelMenu({ entry }: { readonly entry: ModelEntry }) {
  const { models, toasts } = usePage()
  const t = useWords('models')
  const [open, setOpen] = useState<Open | null>(null)
  const { id, name, role, isDefault } = entry
  const askNeeds = (): void =>
    void toasts.getState().attempt(async () => {
      await models.getState().askFit(id)
      setOpen('needs')
    })
  return (
    <>
      <Menu label={t('more', { name })} face={<Ellipsis className="small" />}>
        {role === 'reranker' ? <RankChoice entry={entry} /> : isDefault ? null : <DefaultChoice entry={entry} />}
        {role === 'chat' ? (
          <button type="button" onClick={() => setOpen('settings')}>
            <SlidersHorizontal className="small" /> {t('settings')}
          </button>
        ) : null}
        <button type="button" onClick={askNeeds}>
          <Gauge className="small" /> {t('needs')}
        </button>
        <button type="button" onClick={() => setOpen('check')}>
          <ShieldCheck className="small" /> {t('check')}
        </button>
        <button type="button" onClick={() => setOpen('remove')}>
          <Trash2 className="small" /> {t('remove')}
        </button>
      </Menu>
      <OpenDialog entry={entry} open={open} onClose={() => setOpen(null)} />
    </>
  )
}

function DefaultChoice({ entry: { id, role } }: { readonly entry: ModelEntry }) {
  const t = useWords('models')
  const choose = useChoice(role === 'chat' ? { chat_model_id: id } : { embedder_id: id })
  return (
    <button type="button" onClick={choose}>
      <Check className="small" /> {t('useByDefault')}
    </button>
  )
}

/** Search can do without one. */
function RankChoice({ entry }: { readonly entry: ModelEntry }) {
  const t = useWords('models')
  const { id, isDefault } = entry
  const choose = useChoice({ reranker_id: isDefault ? null : id })
  if (!entry.canRank) return null
  return (
    <button type="button" onClick={choose}>
      {isDefault ? <X className="small" /> : <Check className="small" />} {t(isDefault ? 'searchWithout' : 'useByDefault')}
    </button>
  )
}

function useChoice(change: Partial<Settings>): () => void {
  const { settings, models, toasts } = usePage()
  return () =>
    void toasts.getState().attempt(async () => {
      await settings.getState().change(change)
      await models.getState().reread()
    })
}

interface OpenDialogProps {
  readonly entry: ModelEntry
  readonly open: Open | null
  readonly onClose: () => void
}

function OpenDialog({ entry, open, onClose }: OpenDialogProps) {
  const fit = useStore(usePage().models, (state) => state.fits[entry.id])
  if (open === 'settings') return <ModelSettingsDialog entry={entry} onClose={onClose} />
  if (open === 'check') return <CheckDialog entry={entry} onClose={onClose} />
  if (open === 'remove') return <RemoveDialog entry={entry} onClose={onClose} />
  if (open === 'needs' && fit) return <FitDialog name={entry.name} role={entry.role} fit={fit} onClose={onClose} />
  return null
}
