import { useMemo } from 'react'
import { type Importance, importance } from '../../src-shared/rows/facets.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'
import { Select } from '../ui/select.tsx'
import { type DocumentWish, groups, inGroup, orders } from './choose-documents.ts'
import { FacetFilters } from './facet-filters.tsx'

export interface DocumentFilterProps {
  readonly documents: readonly DocumentRow[]
  readonly wish: DocumentWish
  readonly onWish: (wish: DocumentWish) => void
}

export function DocumentFilter({ documents, wish, onWish }: DocumentFilterProps) {
  const t = useWords('knowledge')
  const change = (part: Partial<DocumentWish>): void => onWish({ ...wish, ...part })
  const choices = useMemo(
    () => groups.map((value) => ({ value, name: t(`group.${value}`, { number: inGroup(documents, value).length }) })),
    [documents, t],
  )
  const hasImportance = wish.importance !== '' || documents.some((document) => document.importance !== 'normal')
  return (
    <div className="row document-filter">
      <input
        type="search"
        className="field"
        aria-label={t('find')}
        placeholder={t('find')}
        value={wish.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <Segments label={t('group.label')} value={wish.group} choices={choices} onChange={(group) => change({ group })} />
      <FacetFilters documents={documents} value={wish} onChange={change} />
      {hasImportance ? (
        <Select<Importance | ''>
          label={t('facets.importance')}
          value={wish.importance}
          choices={[
            { value: '', name: t('facets.everyImportance') },
            ...importance.options.toReversed().map((value) => ({ value, name: t(`facets.level.${value}`) })),
          ]}
          onChange={(wanted) => change({ importance: wanted })}
        />
      ) : null}
      <Select
        label={t('order.label')}
        value={wish.order}
        choices={orders.map((value) => ({ value, name: t(`order.${value}`) }))}
        onChange={(order) => change({ order })}
      />
    </div>
  )
}
