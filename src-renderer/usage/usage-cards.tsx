import { useStore } from 'zustand'
import { unlimited } from '../../src-shared/billing/plans.ts'
import type { AnswerSpeed, UsageSummary } from '../../src-shared/desktop/usage.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { windowDays } from './usage-history-store.ts'

/** What a person asks first: how much is left, how much was written, how fast. */
export function UsageCards() {
  const { usage, usageHistory } = usePage()
  const summary = useStore(usage, (state) => state.summary)
  const whole = useStore(usageHistory, ({ speeds }) => speeds.whole)
  return (
    <div className="usage-cards">
      {summary ? <QuotaCard summary={summary} /> : null}
      <AnswersCard speeds={whole} />
      <MiddleSpeedCard speeds={whole} />
    </div>
  )
}

function QuotaCard({ summary: { used, limit, period_end } }: { readonly summary: UsageSummary }) {
  const t = useWords('usage')
  const share = Math.min(100, Math.round((used / limit) * 100))
  return (
    <section className="card" aria-label={t('messages')}>
      <h2>{t('messages')}</h2>
      <p className="big">
        {t('number', { value: used })} <small>{limit === unlimited ? t('unlimited') : t('of', { limit })}</small>
      </p>
      {limit === unlimited ? null : <progress aria-label={t('used', { share })} max={limit} value={Math.min(used, limit)} />}
      <p className="cap">
        {t('startsAgain', { at: period_end })}
        {limit === unlimited ? '' : ` ${t('leftThisMonth', { count: Math.max(0, limit - used) })}.`}
      </p>
    </section>
  )
}

interface SpeedsProps {
  readonly speeds: readonly AnswerSpeed[]
}

function AnswersCard({ speeds }: SpeedsProps) {
  const t = useWords('usage')
  const [answers, tokens] = [sum(speeds, 'answers'), sum(speeds, 'tokens')]
  return (
    <section className="card" aria-label={t('answers')}>
      <h2>{t('answers')}</h2>
      <p className="big">
        {t('number', { value: tokens })} <small>{t('tokensWritten')}</small>
      </p>
      {answers === 0 ? (
        <p className="cap">{t('noAnswers', { days: windowDays })}</p>
      ) : (
        <p className="cap">
          {t('answersOfSpan', { count: answers, days: windowDays })}. {t('perAnswer', { count: Math.round(tokens / answers) })}
        </p>
      )}
    </section>
  )
}

/** Of the model that wrote the most answers. */
function MiddleSpeedCard({ speeds }: SpeedsProps) {
  const t = useWords('usage')
  const names = useModelNames()
  const most = speeds.toSorted((a, b) => b.answers - a.answers)[0]
  return (
    <section className="card" aria-label={t('speed')}>
      <h2>{t('speed')}</h2>
      <p className="big">
        {most?.tokens_per_s ? t('whole', { value: most.tokens_per_s.median }) : '–'}{' '}
        <small>{[t('speedUnit'), most ? names(most.model_id) : ''].filter((part) => part !== '').join(' · ')}</small>
      </p>
      <p className="cap">{most?.first_token_ms == null ? t('noSpeed') : t('firstWord', { took: most.first_token_ms })}</p>
    </section>
  )
}

/** The name of a model by its id; of one that is gone the id has to do. */
export function useModelNames(): (id: string) => string {
  const entries = useStore(usePage().models, (state) => state.entries)
  return (id) => entries.find((entry) => entry.id === id)?.name ?? id
}

const sum = (speeds: readonly AnswerSpeed[], of: 'answers' | 'tokens'): number =>
  speeds.reduce((total, speed) => total + speed[of], 0)
