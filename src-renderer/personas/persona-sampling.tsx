import { ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import type { PersonaPartProps } from './persona-choices.tsx'

const figures = [
  { field: 'temperature', step: 0.1, max: 2 },
  { field: 'top_p', step: 0.05, max: 1 },
  { field: 'top_k', step: 1, max: 1000 },
] as const

/** How freely it chooses its words; what is left empty is as the settings say. */
export function PersonaSampling({ draft, onChange }: PersonaPartProps) {
  const t = useWords('personas')
  const settings = useStore(usePage().settings, (state) => state.settings)
  return (
    <details className="persona-sampling">
      <summary>
        <ChevronRight className="small" />
        {t('field.sampling')}
      </summary>
      {figures.map(({ field, step, max }) => (
        <label key={field} className="persona-option">
          <span>
            <b>{t(`sampling.${field}`)}</b>
            <span className="cap">{t(`sampling.${field}Says`)}</span>
          </span>
          <input
            type="number"
            className="field"
            min={0}
            max={max}
            step={step}
            value={draft[field] ?? ''}
            placeholder={t('sampling.default', { value: settings[field] })}
            onChange={({ target }) => onChange({ [field]: target.value === '' ? null : within(target.valueAsNumber, max) })}
          />
        </label>
      ))}
    </details>
  )
}

const within = (value: number, max: number): number => Math.min(max, Math.max(0, value))
