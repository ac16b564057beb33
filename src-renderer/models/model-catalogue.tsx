import { useState } from 'react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'
import { Switch } from '../ui/switch.tsx'
import { usePage } from '../use-page.ts'
import { aboutModel, inOrder } from './model-words.ts'
import { OfferedModel } from './offered-model.tsx'

const kinds = ['all', 'chat', 'embedder', 'reranker'] as const

interface Wanted {
  readonly text: string
  readonly kind: (typeof kinds)[number]
  readonly onlyFits: boolean
}

/** What can be had: to be searched, and cut down to what this machine can hold. */
export function ModelCatalogue({ entries }: { readonly entries: readonly ModelEntry[] }) {
  const { models, toasts } = usePage()
  const t = useWords('models')
  const fits = useStore(models, (state) => state.fits)
  const [wanted, setWanted] = useState<Wanted>({ text: '', kind: 'all', onlyFits: false })
  const change = (part: Partial<Wanted>): void => setWanted({ ...wanted, ...part })
  const showOnlyFits = (onlyFits: boolean): void => {
    change({ onlyFits })
    // What was not in view yet was not asked yet.
    if (onlyFits) void toasts.getState().attempt(() => Promise.all(entries.map(({ id }) => models.getState().askFit(id))))
  }
  const shown = inOrder(entries).filter((entry) => isWanted(entry, { ...wanted, about: aboutModel(t, entry) }, fits[entry.id]))
  const present = kinds.filter((kind) => kind === 'all' || entries.some(({ role }) => role === kind))
  return (
    <section aria-label={t('catalogue')}>
      <div className="row catalogue-head">
        <h2>{t('catalogue')}</h2>
        <input
          type="search"
          className="field"
          aria-label={t('find')}
          placeholder={t('find')}
          value={wanted.text}
          onChange={(event) => change({ text: event.target.value })}
        />
        <Segments
          label={t('kind')}
          value={wanted.kind}
          choices={present.map((value) => ({ value, name: t(`role.${value}`) }))}
          onChange={(kind) => change({ kind })}
        />
        <span className="row push cap">
          {t('onlyFits')} <Switch label={t('onlyFits')} isOn={wanted.onlyFits} onChange={showOnlyFits} />
        </span>
      </div>
      {shown.length === 0 ? <p className="cap">{t(entries.length === 0 ? 'allHere' : 'nothingFound')}</p> : null}
      <ul className="models">
        {shown.map((entry) => (
          <OfferedModel key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function isWanted(
  { name, role, offer }: ModelEntry,
  { text, kind, onlyFits, about }: Wanted & { readonly about: string },
  fit: FitEstimate | undefined,
): boolean {
  if (kind !== 'all' && role !== kind) return false
  if (onlyFits && fit?.verdict === 'does_not_fit') return false
  const words = [name, about, offer?.quantisation ?? ''].join(' ').toLowerCase()
  return words.includes(text.trim().toLowerCase())
}
