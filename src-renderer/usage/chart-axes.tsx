import { useWords } from '../language/use-words.ts'
import { field, heightOf } from './chart-scale.ts'
import type { Day } from './days.ts'

export interface ChartAxesProps {
  readonly ticks: readonly number[]
  readonly days: readonly Day[]
  /** Where the middle of a day stands. */
  readonly middle: (index: number) => number
  /** What stands below the last day, in bold. */
  readonly last: string
}

const everyDays = 7

/** Lines across with their figures, and the days below: nothing that reads it aloud needs them, the chart's label says it. */
export function ChartAxes({ ticks, days, middle, last }: ChartAxesProps) {
  const t = useWords('usage')
  const highest = ticks.at(-1) ?? 0
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${field.left} ${heightOf(tick, highest)}H${field.right}`} />
          <text x={field.left - 7} y={heightOf(tick, highest) + 4} textAnchor="end">
            {t('number', { value: tick })}
          </text>
        </g>
      ))}
      {days.map(({ name, at }, index) =>
        index % everyDays === 0 && index < days.length - everyDays / 2 ? (
          <text key={name} x={index === 0 ? field.left : middle(index)} y={184} textAnchor={index === 0 ? 'start' : 'middle'}>
            {t('date', { at })}
          </text>
        ) : null,
      )}
      <text className="now" x={field.right} y={184} textAnchor="end">
        {last}
      </text>
    </g>
  )
}
