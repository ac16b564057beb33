import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { DocumentRow } from '../../src-shared/rows/knowledge.ts'
import { useWords } from '../language/use-words.ts'
import { DocumentLine } from './document-line.tsx'
import type { Choice } from './use-chosen.ts'

export interface DocumentTableProps {
  readonly documents: readonly DocumentRow[]
  readonly choice: Choice
  /** What scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
}

const lineHeight = 38

/** Only the lines in view are drawn, however many documents there are. */
export function DocumentTable({ documents, choice, scroller }: DocumentTableProps) {
  const t = useWords('knowledge')
  const table = useRef<HTMLTableElement>(null)
  const scrollMargin = useOffset(table, documents.length)
  const virtual = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => documents[index]?.id ?? index,
    scrollMargin,
    overscan: 12,
  })
  const lines = virtual.getVirtualItems()
  const above = (lines[0]?.start ?? scrollMargin) - scrollMargin
  const below = virtual.getTotalSize() - ((lines.at(-1)?.end ?? scrollMargin) - scrollMargin)
  return (
    <table
      ref={table}
      className={choice.chosen.length > 0 ? 'list documents choosing' : 'list documents'}
      aria-rowcount={documents.length + 1}
    >
      <thead>
        <tr>
          <th scope="col">
            <span className="row">
              <ChooseAll count={documents.length} choice={choice} /> {t('column.name')}
            </span>
          </th>
          <th scope="col" className="number">
            {t('column.size')}
          </th>
          <th scope="col" className="number">
            {t('column.passages')}
          </th>
          <th scope="col">{t('column.status')}</th>
          <th scope="col">{t('column.changed')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <Space height={above} />
      {lines.map(({ key, index }) => {
        const document = documents[index]
        return document ? (
          <tbody key={key} ref={virtual.measureElement} data-index={index}>
            <DocumentLine document={document} number={index + 2} isChosen={choice.ids.has(document.id)} onChoose={choice.set} />
          </tbody>
        ) : null
      })}
      <Space height={below} />
    </table>
  )
}

function ChooseAll({ count, choice }: { readonly count: number; readonly choice: Choice }) {
  const t = useWords('knowledge')
  const { length } = choice.chosen
  return (
    <span className="document-mark">
      <input
        type="checkbox"
        aria-label={t('facets.chooseAll')}
        checked={length === count}
        ref={(box) => {
          if (box) box.indeterminate = length > 0 && length < count
        }}
        onChange={length === count ? choice.none : choice.all}
      />
    </span>
  )
}

function Space({ height }: { readonly height: number }) {
  if (height <= 0) return null
  return (
    <tbody aria-hidden="true">
      <tr>
        <td colSpan={6} className="space" style={{ height }} />
      </tr>
    </tbody>
  )
}

/** Where the table begins within what scrolls, its head included. */
function useOffset(table: RefObject<HTMLTableElement | null>, count: number): number {
  const [offset, setOffset] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above changes with what is imported
  useLayoutEffect(() => {
    const head = table.current?.tHead
    setOffset((table.current?.offsetTop ?? 0) + (head?.offsetHeight ?? 0))
  }, [table, count])
  return offset
}
