import './playground.css'
import { CornerDownLeft, Info } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Route } from '../../src-shared/desktop/search.ts'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { Segments } from '../ui/segments.tsx'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import { FacetFilters } from './facet-filters.tsx'
import { PlaygroundResults } from './playground-results.tsx'
import type { PlaygroundState } from './playground-store.ts'
import { RouteCard } from './route-card.tsx'

const routes: readonly Route[] = ['auto', 'exact', 'vector', 'hybrid']
const amounts = ['5', '10', '20', '50'] as const

export interface PlaygroundProps {
  readonly collectionId: string
  readonly documents: readonly DocumentRow[]
}

/** What a search finds in the collection, by which way, why and how fast: as the answers see it. */
export function Playground({ collectionId, documents }: PlaygroundProps) {
  const { playground } = usePage()
  const t = useWords('knowledge')
  const { route, answer, asked, askedFacets, isSearching, fault } = useStore(playground)
  const { search, clear } = playground.getState()
  useEffect(() => clear, [clear])
  return (
    <>
      <QueryForm onSearch={() => void search(collectionId)} />
      <Filters documents={documents} onChoice={() => void search(collectionId)} />
      {fault ? <ErrorNote fault={fault} /> : null}
      {answer === null ? (
        <p className="cap" role="status">
          {isSearching ? t('playground.searching') : t('playground.about')}
        </p>
      ) : (
        <>
          <RouteCard answer={answer} isChosen={route === 'auto'} facets={askedFacets} />
          <PlaygroundResults answer={answer} query={asked} />
          <p className="cap row">
            <Info className="small" /> {t(answer.relevant ? 'playground.inChat' : 'playground.tooWeak')}
          </p>
        </>
      )}
    </>
  )
}

function QueryForm({ onSearch }: { readonly onSearch: () => void }) {
  const { playground } = usePage()
  const t = useWords('knowledge')
  const query = useStore(playground, (state) => state.query)
  const { change } = playground.getState()
  return (
    <form
      className="playground-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch()
      }}
    >
      <input
        type="search"
        className="field tall"
        aria-label={t('playground.query')}
        placeholder={t('playground.query')}
        value={query}
        onChange={(event) => change({ query: event.target.value })}
      />
      <button type="submit" className="button" aria-label={t('playground.search')} disabled={query.trim() === ''}>
        <CornerDownLeft className="small" />
      </button>
    </form>
  )
}

interface FiltersProps {
  readonly documents: readonly DocumentRow[]
  readonly onChoice: () => void
}

function Filters({ documents, onChoice }: FiltersProps) {
  const { playground } = usePage()
  const t = useWords('knowledge')
  const { route, topK, kinds, facets } = useStore(playground)
  const choose = (choice: Parameters<PlaygroundState['change']>[0]): void => {
    playground.getState().change(choice)
    onChoice()
  }
  const present = [...new Set(documents.flatMap(({ kind }) => kind ?? []))].sort()
  return (
    <div className="row document-filter">
      <Segments
        label={t('playground.route')}
        value={route}
        choices={routes.map((value) => ({ value, name: t(`playground.routes.${value}`) }))}
        onChange={(next) => choose({ route: next })}
      />
      {present.length > 1 ? (
        <Select
          label={t('playground.kind')}
          value={kinds[0] ?? 'all'}
          choices={['all', ...present].map((value) => ({ value, name: value === 'all' ? t('playground.everyKind') : value }))}
          onChange={(kind) => choose({ kinds: kind === 'all' ? [] : [kind] })}
        />
      ) : null}
      <FacetFilters documents={documents} value={facets} onChange={(next) => choose({ facets: next })} />
      <span className="push" />
      <Select
        label={t('playground.amount')}
        value={amounts.find((amount) => amount === String(topK)) ?? '10'}
        choices={amounts.map((value) => ({ value, name: t('playground.results', { count: Number(value) }) }))}
        onChange={(amount) => choose({ topK: Number(amount) })}
      />
    </div>
  )
}
