import { useMemo } from 'react'
import type { Facets } from '../../src-shared/rows/facets.ts'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { wordsInUse } from './facet-draft.ts'
import type { FacetFilter } from './facet-filter.ts'

export interface FacetFiltersProps {
  readonly documents: readonly Facets[]
  readonly value: FacetFilter
  readonly onChange: (filter: FacetFilter) => void
}

/** Only what the documents have is offered, and what is chosen though none has it any more. */
export function FacetFilters({ documents, value, onChange }: FacetFiltersProps) {
  const t = useWords('knowledge')
  // Not with every letter of the filter beside it.
  const { tags, categories } = useMemo(() => wordsInUse(documents), [documents])
  const offered = (words: readonly string[], chosen: string, all: string) =>
    [...new Set(['', ...words, chosen])].map((word) => ({ value: word, name: word === '' ? all : word }))
  return (
    <>
      {tags.length + value.tag.length > 0 ? (
        <Select
          label={t('facets.tag')}
          value={value.tag}
          choices={offered(tags, value.tag, t('facets.everyTag'))}
          onChange={(tag) => onChange({ ...value, tag })}
        />
      ) : null}
      {categories.length + value.category.length > 0 ? (
        <Select
          label={t('facets.category')}
          value={value.category}
          choices={offered(categories, value.category, t('facets.everyCategory'))}
          onChange={(category) => onChange({ ...value, category })}
        />
      ) : null}
    </>
  )
}
