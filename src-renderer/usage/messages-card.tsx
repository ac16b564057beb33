import { useStore } from 'zustand'
import { useWords, type Words } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ChartAxes } from './chart-axes.tsx'
import { ChartCard } from './chart-card.tsx'
import { field, heightOf, middleOf, ticksTo } from './chart-scale.ts'
import { type Day, daysUntil } from './days.ts'
import { windowDays } from './usage-history-store.ts'

interface CountedDay extends Day {
  readonly messages: number
}

/** Every message that counts, day by day; those of the month that runs stand out. */
export function MessagesCard() {
  const { usage, usageHistory } = usePage()
  const t = useWords('usage')
  const until = useStore(usageHistory, (state) => state.until)
  const counted = useStore(usageHistory, (state) => state.messages)
  const monthStart = useStore(usage, ({ summary }) => summary?.period_start ?? 0)
  const byName = new Map(counted.map(({ day, messages }) => [day, messages]))
  const days = daysUntil(until, windowDays).map((day) => ({ ...day, messages: byName.get(day.name) ?? 0 }))
  const sum = days.reduce((total, { messages }) => total + messages, 0)
  const from = days[0]?.at ?? until
  const average = sum / windowDays
  return (
    <ChartCard
      title={t('perDay')}
      says={average < 0.05 ? t('perDayFew', { sum, from }) : t('perDaySum', { sum, from, average })}
      isEmpty={sum === 0 ? t('emptyChart', { days: windowDays }) : undefined}
      chart={<MessagesChart days={days} monthStart={monthStart} t={t} />}
      table={<MessagesTable days={days} t={t} />}
    />
  )
}

interface MessagesChartProps {
  readonly days: readonly CountedDay[]
  readonly monthStart: number
  readonly t: Words<'usage'>
}

const barWidth = 10

function MessagesChart({ days, monthStart, t }: MessagesChartProps) {
  const most = Math.max(...days.map(({ messages }) => messages))
  const ticks = ticksTo(most)
  const highest = ticks.at(-1) ?? 0
  const middle = (index: number): number => middleOf(index, days.length)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return null
  const sum = days.reduce((total, { messages }) => total + messages, 0)
  const isCurrent = ({ at }: Day): boolean => at >= monthStart
  const firstCurrent = days.findIndex(isCurrent)
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${field.width} ${field.height}`}
      role="img"
      aria-label={t('perDayLabel', { from: first.at, to: last.at, sum, most })}
    >
      <ChartAxes ticks={ticks} days={days} middle={middle} last={lastWords(t, last)} />
      {firstCurrent > 0 ? <MonthLine x={middle(firstCurrent) - (middle(1) - middle(0)) / 2} words={t('monthStarts')} /> : null}
      {days.map((day, index) =>
        day.messages === 0 ? null : (
          <path
            key={day.name}
            className={isCurrent(day) ? 'bar now-bar' : 'bar'}
            d={bar(middle(index), heightOf(day.messages, highest))}
          >
            <title>{t('dayTitle', { at: day.at, value: day.messages })}</title>
          </path>
        ),
      )}
    </svg>
  )
}

function MonthLine({ x, words }: { readonly x: number; readonly words: string }) {
  return (
    <g>
      <path className="mark-line" d={`M${x} 10V${field.bottom}`} />
      <text x={x < field.width / 3 ? x + 6 : x - 6} y={16} textAnchor={x < field.width / 3 ? 'start' : 'end'}>
        {words}
      </text>
    </g>
  )
}

function MessagesTable({ days, t }: Omit<MessagesChartProps, 'monthStart'>) {
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col" className="number">
            {t('messages')}
          </th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ name, at, messages }) => (
          <tr key={name}>
            <td>{t('date', { at })}</td>
            <td className="number">{t('number', { value: messages })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const lastWords = (t: Words<'usage'>, { at, messages }: CountedDay): string =>
  new Date(at).toDateString() === new Date().toDateString()
    ? t('today', { value: messages })
    : t('dayTitle', { at, value: messages })

/** A bar with round shoulders from the bottom up to `top`. */
function bar(middle: number, top: number): string {
  const radius = Math.min(2, field.bottom - top)
  const left = middle - barWidth / 2
  return `M${left} ${field.bottom}V${top + radius}q0 -${radius} ${radius} -${radius}h${barWidth - 2 * radius}q${radius} 0 ${radius} ${radius}V${field.bottom}z`
}
