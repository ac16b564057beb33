import { type ReactNode, useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'

export interface ChartCardProps {
  readonly title: string
  /** The chart in one line. */
  readonly says: string
  readonly isEmpty: string | undefined
  /** Beside the switch between chart and table. */
  readonly children?: ReactNode
  readonly chart: ReactNode
  readonly table: ReactNode
}

/** A chart, and the same figures as a table for whoever reads them better so. */
export function ChartCard({ title, says, isEmpty, children, chart, table }: ChartCardProps) {
  const t = useWords('usage')
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  return (
    <section className="card chart-card" aria-label={title}>
      <div className="row chart-head">
        <h2>{title}</h2>
        <span className="cap push">{says}</span>
      </div>
      {isEmpty === undefined ? (
        shown === 'chart' ? (
          chart
        ) : (
          <ScrolledTable title={`${title}, ${t('asTable')}`}>{table}</ScrolledTable>
        )
      ) : (
        <p className="cap">{isEmpty}</p>
      )}
      {isEmpty === undefined ? (
        <div className="row chart-foot">
          {children}
          <span className="push" />
          <Segments
            label={`${title}, ${t('shownAs')}`}
            value={shown}
            choices={[
              { value: 'chart', name: t('asChart') },
              { value: 'table', name: t('asTable') },
            ]}
            onChange={setShown}
          />
        </div>
      ) : null}
    </section>
  )
}

function ScrolledTable({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it
    <section className="chart-table" aria-label={title} tabIndex={0}>
      {children}
    </section>
  )
}
