import { useId } from 'react'
import { type Importance, importance } from '../../src-shared/rows/facets.ts'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'

export interface CategoryFieldProps {
  /** Undefined: they differ. */
  readonly value: string | undefined
  readonly known: readonly string[]
  readonly onChange: (category: string) => void
}

/** One in the person's own words; those in use are offered. */
export function CategoryField({ value, known, onChange }: CategoryFieldProps) {
  const t = useWords('knowledge')
  const listId = useId()
  return (
    <label className="facet">
      <span>{t('facets.category')}</span>
      <input
        className="field wide"
        list={listId}
        maxLength={80}
        placeholder={value === undefined ? t('facets.differ') : t('facets.noCategory')}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {known.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
    </label>
  )
}

export interface ImportanceFieldProps {
  readonly value: Importance | undefined
  readonly onChange: (importance: Importance) => void
}

export function ImportanceField({ value, onChange }: ImportanceFieldProps) {
  const t = useWords('knowledge')
  const choose = (chosen: Importance | 'various'): void => {
    if (chosen !== 'various') onChange(chosen)
  }
  return (
    <div className="facet">
      <span>{t('facets.importance')}</span>
      <div className="row">
        <Segments<Importance | 'various'>
          label={t('facets.importance')}
          value={value ?? 'various'}
          choices={importance.options.map((each) => ({ value: each, name: t(`facets.level.${each}`) }))}
          onChange={choose}
        />
        {value === undefined ? <span className="cap">{t('facets.differ')}</span> : null}
      </div>
      <p className="cap">{t('facets.importanceAbout')}</p>
    </div>
  )
}
