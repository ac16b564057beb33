import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { type ModelEntry, type ModelSettings, noModelSettings } from '../../src-shared/desktop/models.ts'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import { useWords } from '../language/use-words.ts'
import { NumberField } from '../settings/number-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { usePage } from '../use-page.ts'
import { verdicts } from './model-words.ts'

const loading = [
  { field: 'context_size', key: 'contextSize', min: 512, max: 262_144, step: 1 },
  { field: 'gpu_layers', key: 'gpuLayers', min: 0, max: 1000, step: 1 },
  { field: 'threads', key: 'threads', min: 1, max: 256, step: 1 },
] as const
const answering = [
  { field: 'temperature', key: 'temperature', min: 0, max: 2, step: 0.1 },
  { field: 'top_p', key: 'topP', min: 0, max: 1, step: 0.05 },
  { field: 'top_k', key: 'topK', min: 0, max: 1000, step: 1 },
  { field: 'max_answer_tokens', key: 'maxAnswerTokens', min: 16, max: 32_768, step: 1 },
] as const
type Line = (typeof loading | typeof answering)[number]

export interface ModelSettingsDialogProps {
  readonly entry: ModelEntry
  readonly onClose: () => void
}

/** What holds for this model alone; each change is kept at once. */
export function ModelSettingsDialog({ entry: { id, name }, onClose }: ModelSettingsDialogProps) {
  const t = useWords('models')
  const [chosen, change] = useModelSettings(id)
  if (chosen === null) return null
  const lines = (group: 'loading' | 'answering', members: readonly Line[]) => (
    <fieldset className="choices-group">
      <legend>{t(`choice.${group}`)}</legend>
      {members.map((line) => (
        <Choice key={line.field} line={line} chosen={chosen} onChange={change} />
      ))}
    </fieldset>
  )
  return (
    <Dialog title={t('choice.title', { name })} onClose={onClose}>
      <p>{t('choice.about')}</p>
      {lines('loading', loading)}
      <Need id={id} />
      {lines('answering', answering)}
      <p className="cap">{t('choice.later')}</p>
      <div className="dialog-actions">
        <button type="button" className="button quiet" onClick={() => change(noModelSettings)}>
          {t('choice.reset')}
        </button>
        <button type="button" className="button primary" onClick={onClose}>
          {t('choice.done')}
        </button>
      </div>
    </Dialog>
  )
}

interface ChoiceProps {
  readonly line: Line
  readonly chosen: ModelSettings
  readonly onChange: (fields: Partial<ModelSettings>) => void
}

function Choice({ line: { field, key, ...bounds }, chosen, onChange }: ChoiceProps) {
  const { settings } = usePage()
  const t = useWords('models')
  const general = useStore(settings, (state) => state.settings[field])
  const value = chosen[field]
  const label = t(`choice.${key}`)
  return (
    <div className="choice">
      <div>
        <b>{label}</b>
        <p className="cap">{t(`choice.${key}About`)}</p>
      </div>
      <NumberField
        label={label}
        value={value === 'auto' ? null : value}
        {...bounds}
        whenEmpty={
          typeof general === 'number'
            ? t('choice.asForAll', { value: t('choice.number', { value: general }) })
            : t('choice.automatic')
        }
        onChange={(number) => onChange({ [field]: number } satisfies Partial<Record<keyof Settings, number | null>>)}
      />
    </div>
  )
}

/** What the choices above come to on this machine. */
function Need({ id }: { readonly id: string }) {
  const t = useWords('models')
  const fit = useStore(usePage().models, (state) => state.fits[id])
  return (
    <p className="cap" role="status">
      {fit ? t('choice.with', { total: fit.total_bytes, word: t(verdicts[fit.verdict].word) }) : ''}
    </p>
  )
}

function useModelSettings(id: string) {
  const { models, toasts } = usePage()
  const [chosen, setChosen] = useState<ModelSettings | null>(null)
  useEffect(() => {
    void toasts.getState().attempt(async () => {
      setChosen(await models.getState().settingsOf(id))
      await models.getState().askFit(id)
    })
  }, [id, models, toasts])
  const change = (fields: Partial<ModelSettings>): void =>
    void toasts.getState().attempt(async () => setChosen(await models.getState().changeSettings(id, fields)))
  return [chosen, change] as const
}
