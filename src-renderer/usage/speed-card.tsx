import { useState } from 'react'
import { useStore } from 'zustand'
import type { DailySpeed } from '../../src-shared/desktop/usage.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { usePage } from '../use-page.ts'
import { ChartAxes } from './chart-axes.tsx'
import { ChartCard } from './chart-card.tsx'
import { field, heightOf, middleOf, ticksTo } from './chart-scale.ts'
import { type Day, daysUntil } from './days.ts'
import { useModelNames } from './usage-cards.tsx'
import { windowDays } from './usage-history-store.ts'

interface MeasuredDay extends Day {
  readonly index: number
  readonly low: number
  readonly median: number
  readonly high: number
  readonly firstTokenMs: number | null
}

/** How fast one model wrote, day by day, with the band in which most of its answers lie. */
export function SpeedCard() {
  const { usageHistory } = usePage()
  const t = useWords('usage')
  const names = useModelNames()
  const [chosenId, choose] = useState<string>()
  const until = useStore(usageHistory, (state) => state.until)
  const { whole, days: measured } = useStore(usageHistory, (state) => state.speeds)
  const models = whole.filter(({ tokens_per_s }) => tokens_per_s !== null).toSorted((a, b) => b.answers - a.answers)
  const model = models.find(({ model_id }) => model_id === chosenId) ?? models[0]
  const calendar = daysUntil(until, windowDays)
  const days = onCalendar(
    calendar,
    measured.filter(({ model_id }) => model_id === model?.model_id),
  )
  const median = model?.tokens_per_s?.median ?? 0
  return (
    <ChartCard
      title={t('tokensPerSecond')}
      says={model ? `${names(model.model_id)} · ${t('speedSum', { median })}` : ''}
      isEmpty={model ? undefined : t('noSpeed')}
      chart={<SpeedChart days={days} calendar={calendar} name={names(model?.model_id ?? '')} median={median} t={t} />}
      table={<SpeedTable days={days} t={t} />}
    >
      {models.length > 1 && model ? (
        <Select
          label={t('model')}
          value={model.model_id}
          choices={models.map(({ model_id }) => ({ value: model_id, name: names(model_id) }))}
          onChange={choose}
        />
      ) : null}
    </ChartCard>
  )
}

const onCalendar = (calendar: readonly Day[], measured: readonly DailySpeed[]): readonly MeasuredDay[] =>
  calendar.flatMap((day, index) => {
    const found = measured.find((each) => each.day === day.name)
    return found?.tokens_per_s ? [{ ...day, index, ...found.tokens_per_s, firstTokenMs: found.first_token_ms }] : []
  })

interface SpeedChartProps {
  readonly days: readonly MeasuredDay[]
  readonly calendar: readonly Day[]
  readonly name: string
  readonly median: number
  readonly t: Words<'usage'>
}

function SpeedChart({ days, calendar, name, median, t }: SpeedChartProps) {
  const ticks = ticksTo(Math.max(0, ...days.map(({ high }) => high)))
  const highest = ticks.at(-1) ?? 0
  const middle = (index: number): number => middleOf(index, calendar.length)
  const at = ({ index }: MeasuredDay, value: number): string =>
    `${middle(index).toFixed(1)} ${heightOf(value, highest).toFixed(1)}`
  const last = days.at(-1)
  if (!last) return null
  const band = [...days.map((day) => at(day, day.high)), ...days.toReversed().map((day) => at(day, day.low))]
  const lowest = Math.min(...days.map((day) => day.median))
  const label = { model: name, from: calendar[0]?.at ?? 0, to: calendar.at(-1)?.at ?? 0, median, lowest }
  return (
    <svg className="chart" viewBox={`0 0 ${field.width} ${field.height}`} role="img" aria-label={t('speedLabel', label)}>
      <path className="band" d={`M${band.join('L')}z`} />
      <ChartAxes
        ticks={ticks}
        days={calendar}
        middle={middle}
        last={t('dayTitle', { at: last.at, value: Math.round(last.median) })}
      />
      <path className="line" d={`M${days.map((day) => at(day, day.median)).join('L')}`} />
      {days.map((day) => (
        <circle
          key={day.name}
          className={day === last ? 'point last' : 'point'}
          cx={middle(day.index)}
          cy={heightOf(day.median, highest)}
          r={day === last ? 3.5 : 2}
        >
          <title>{t('dayTitle', { at: day.at, value: Math.round(day.median) })}</title>
        </circle>
      ))}
    </svg>
  )
}

function SpeedTable({ days, t }: Pick<SpeedChartProps, 'days' | 't'>) {
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col" className="number">
            {t('medianSpeed')}
          </th>
          <th scope="col" className="number">
            {t('medianWait')}
          </th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ name, at, median, firstTokenMs }) => (
          <tr key={name}>
            <td>{t('date', { at })}</td>
            <td className="number">{t('whole', { value: median })}</td>
            <td className="number">{firstTokenMs === null ? '' : t('duration', { took: firstTokenMs })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
