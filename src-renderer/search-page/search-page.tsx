import './search-page.css'
import { Search } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'
import { FoundList } from './found-list.tsx'
import { SearchFilters } from './search-filters.tsx'
import { SearchKinds } from './search-kinds.tsx'

/** Everything that can be found, with filters and all of it. */
export function SearchPage() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const query = useStore(searchPage, (state) => state.query)
  const fault = useStore(searchPage, (state) => state.fault)
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.select(), [])
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="page-body">
        <div className="search-head">
          <div className="search-ask">
            <Search />
            <input
              ref={field}
              type="search"
              aria-label={t('field')}
              placeholder={t('placeholder')}
              value={query}
              maxLength={1000}
              spellCheck={false}
              onChange={(event) => searchPage.getState().change({ query: event.target.value })}
            />
            <Took />
          </div>
          <SearchKinds />
          <SearchFilters />
        </div>
        {fault ? <SearchFault /> : null}
        <FoundList />
      </div>
    </>
  )
}

function Took() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const tookMs = useStore(searchPage, (state) => state.tookMs)
  return <span className="cap">{tookMs === null ? '' : t('took', { took: Math.max(1, tookMs) })}</span>
}

function SearchFault() {
  const { searchPage } = usePage()
  const t = useWords('search')
  const fault = useStore(searchPage, (state) => state.fault)
  if (fault === null) return null
  return (
    <ErrorNote fault={fault}>
      <button type="button" className="button" onClick={searchPage.getState().again}>
        {t('again')}
      </button>
    </ErrorNote>
  )
}
