import { Zap } from 'lucide-react'
import type { SearchAnswer } from '../../src-shared/desktop/search.ts'
import { useWords } from '../language/use-words.ts'
import { causeKeys } from './cause-keys.ts'
import type { FacetFilter } from './facet-filter.ts'

export interface RouteCardProps {
  readonly answer: SearchAnswer
  readonly isChosen: boolean
  readonly facets: FacetFilter
}

/** The way that was gone, why, in which documents, and how long each step took. */
export function RouteCard({ answer, isChosen, facets: { tag, category } }: RouteCardProps) {
  const t = useWords('knowledge')
  const { route, cause, detour, rerank, weights, timings_ms: took } = answer
  const name = t(`playground.routes.${route}`)
  const merge = Math.max(0, took.retrieve - took.exact - took.vector - took.rerank)
  const times = [
    ['embed', took.embed],
    ['vector', took.vector],
    ['exact', took.exact],
    ['merge', merge],
    ...(rerank === null ? [] : [['rerank', took.rerank] as const]),
    ['total', took.total],
  ] as const
  return (
    <section className="card route-card" role="status">
      <div>
        <h2 className="row">
          <Zap /> {isChosen ? t('playground.chose', { route: name }) : t('playground.asChosen', { route: name })}
        </h2>
        <p className="cap">
          {[
            t(`playground.cause.${causeKeys[cause]}`),
            detour === null ? '' : t(`playground.detour.${detourKeys[detour]}`),
            route === 'hybrid' ? t('playground.weights', weights) : '',
            rerank === null ? '' : t(`playground.rerank.${rerank}`),
            tag === '' ? '' : t('playground.onlyTag', { tag }),
            category === '' ? '' : t('playground.onlyCategory', { category }),
          ]
            .filter((part) => part !== '')
            .join(' ')}
        </p>
      </div>
      <dl className="times">
        {times.map(([stage, ms]) => (
          <div key={stage} className={stage}>
            <dt>{t(`playground.time.${stage}`)}</dt>
            <dd>{t('duration', { took: ms })}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const detourKeys = {
  nowhere_so: 'nowhereSo',
  no_embedder: 'noEmbedder',
  nothing_embedded: 'nothingEmbedded',
  nothing_fits: 'nothingFits',
} as const satisfies Record<NonNullable<SearchAnswer['detour']>, string>
