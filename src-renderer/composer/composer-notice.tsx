import { Gauge, TriangleAlert, X } from 'lucide-react'
import { useStore } from 'zustand'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { isFull } from './send-block.ts'

/** Why a question cannot be asked, or was not, on top of its words, with the one thing to do about it. */
export function ComposerNotice() {
  const { thread, usage } = usePage()
  const t = useWords('app')
  const faults = useFaults()
  const fault = useStore(thread, (state) => state.fault)
  const isUsedUp = useStore(usage, ({ summary }) => isFull(summary))
  if (isUsedUp) return <FullNotice />
  if (fault === null) return null
  const { head, rest } = faults.words(fault)
  return (
    <div className="limit" role="alert">
      <TriangleAlert className="warn" />
      <p>
        <b>{head}</b>
        {rest}
      </p>
      <NoticeAction code={fault.code} />
      <button type="button" className="icon-button" aria-label={t('close')} onClick={() => thread.getState().forgetFault()}>
        <X />
      </button>
    </div>
  )
}

function FullNotice() {
  const { usage, place } = usePage()
  const t = useWords('composer')
  const summary = useStore(usage, (state) => state.summary)
  if (!summary) return null
  const { used, limit, plan, period_end: at } = summary
  return (
    <div className="limit" role="status">
      <Gauge className="warn" />
      <p>
        <b>{t('fullHead', { used, limit, plan: isPlan(plan) ? t(`plan.${plan}`) : plan })}</b>
        {t('fullRest', { at })}
      </p>
      <button type="button" className="button sm" onClick={() => place.getState().go({ page: 'usage' })}>
        {t('usage')}
      </button>
    </div>
  )
}

const isPlan = (plan: string): plan is 'free' | 'pro' | 'enterprise' => ['free', 'pro', 'enterprise'].includes(plan)

function NoticeAction({ code }: { readonly code: string }) {
  const { thread, models, place, toasts } = usePage()
  const t = useWords('composer')
  const isAdding = useStore(models, (state) => state.isAddingDemo)
  const addDemo = async (): Promise<void> => {
    if (isAdding) return
    await models.getState().addDemo()
    thread.getState().forgetFault()
  }
  if (code === chatError.noModel)
    return (
      <button
        type="button"
        className="button sm"
        aria-disabled={isAdding}
        onClick={() => void toasts.getState().attempt(addDemo)}
      >
        {t('addDemo')}
      </button>
    )
  if (code === chatError.modelNotReady)
    return (
      <button type="button" className="button sm" onClick={() => place.getState().go({ page: 'models' })}>
        {t('openModels')}
      </button>
    )
  return null
}
