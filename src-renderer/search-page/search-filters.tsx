import { X } from 'lucide-react'
import { useStore } from 'zustand'
import type { FindFilters } from '../../src-shared/desktop/find.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'

const views = ['active', 'archived', 'trash'] as const
const roles = ['user', 'assistant'] as const
const daysBack = ['1', '7', '30', '365'] as const
const dayMs = 86_400_000
const anything = ''

interface Named {
  readonly id: string
  readonly name: string
}

/** Narrows what is found; only what means something for the kind that is listed. */
export function SearchFilters() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const { filters, kind } = useStore(searchPage)
  const set = (change: FindFilters): void => searchPage.getState().change({ filters: merged(filters, change) })
  const isNarrow = Object.keys(filters).length > 0
  return (
    <fieldset className="search-filters" aria-label={t('filters')}>
      {kind === 'documents' ? <CollectionFilter filters={filters} set={set} /> : <ChatFilters filters={filters} set={set} />}
      {kind === 'messages' ? <RoleFilter filters={filters} set={set} /> : null}
      <TimeFilter filters={filters} set={set} />
      {isNarrow ? (
        <button type="button" className="button quiet" onClick={() => searchPage.getState().change({ filters: {} })}>
          <X className="small" /> {t('noFilters')}
        </button>
      ) : null}
    </fieldset>
  )
}

interface FilterProps {
  readonly filters: FindFilters
  readonly set: (change: FindFilters) => void
}

/** What is set to nothing is left out. */
const merged = (filters: FindFilters, change: FindFilters): FindFilters =>
  Object.fromEntries(Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined))

function ChatFilters({ filters, set }: FilterProps) {
  const { folders, tags } = usePage()
  const t = useWords('search')
  const folderRows = useStore(folders, (state) => state.rows)
  const tagRows = useStore(tags, (state) => state.rows)
  const view = [{ value: anything, name: t('anywhere') }, ...views.map((value) => ({ value, name: t(`view.${value}`) }))]
  return (
    <>
      <Select
        label={t('where')}
        value={filters.view ?? anything}
        choices={view}
        onChange={(value) => set({ view: views.find((each) => each === value) })}
      />
      {folderRows.size > 0 ? (
        <Select
          label={t('folder')}
          value={filters.folder_id ?? anything}
          choices={namedChoices(t('anyFolder'), folderRows.values())}
          onChange={(id) => set({ folder_id: given(id) })}
        />
      ) : null}
      {tagRows.size > 0 ? (
        <Select
          label={t('tag')}
          value={filters.tag_id ?? anything}
          choices={namedChoices(t('anyTag'), tagRows.values())}
          onChange={(id) => set({ tag_id: given(id) })}
        />
      ) : null}
    </>
  )
}

function CollectionFilter({ filters, set }: FilterProps) {
  const t = useWords('search')
  const collections = useStore(usePage().knowledge, (state) => state.collections)
  if (collections.length === 0) return null
  return (
    <Select
      label={t('collection')}
      value={filters.collection_id ?? anything}
      choices={namedChoices(t('anyCollection'), collections)}
      onChange={(id) => set({ collection_id: given(id) })}
    />
  )
}

function RoleFilter({ filters, set }: FilterProps) {
  const t = useWords('search')
  const choices = [{ value: anything, name: t('anyone') }, ...roles.map((value) => ({ value, name: t(`role.${value}`) }))]
  return (
    <Select
      label={t('writtenBy')}
      value={filters.role ?? anything}
      choices={choices}
      onChange={(value) => set({ role: roles.find((each) => each === value) })}
    />
  )
}

function TimeFilter({ filters, set }: FilterProps) {
  const t = useWords('search')
  const choices = [{ value: anything, name: t('anyTime') }, ...daysBack.map((value) => ({ value, name: daysWords(t, value) }))]
  return (
    <Select
      label={t('time')}
      value={filters.from === undefined ? anything : (daysBack.find((days) => since(days) === filters.from) ?? anything)}
      choices={choices}
      onChange={(days) => set({ from: days === anything ? undefined : since(days) })}
    />
  )
}

/** The beginning of the day so many days ago: the same all day long. */
const since = (days: string): number => new Date().setHours(0, 0, 0, 0) - (Number(days) - 1) * dayMs

const daysWords = (t: Words<'search'>, days: string): string =>
  days === '1' ? t('today') : t('lastDays', { count: Number(days) })

const namedChoices = (all: string, rows: Iterable<Named>) => [
  { value: anything, name: all },
  ...[...rows].map(({ id, name }) => ({ value: id, name })),
]

const given = (id: string): string | undefined => (id === anything ? undefined : id)
