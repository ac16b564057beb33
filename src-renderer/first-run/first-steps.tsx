import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { FirstDocuments } from './first-documents.tsx'
import { FirstModel } from './first-model.tsx'

/** Three steps to the first answer; each can be left out. */
export function FirstSteps({ hasModel }: { readonly hasModel: boolean }) {
  const { link, firstRun } = usePage()
  const t = useWords('firstRun')
  const folder = useStore(link.state, (state) => state.info?.data_folder)
  return (
    <>
      <h2>{t('title')}</h2>
      <ol className="steps">
        <Step number={1} title={t('data.title')} state="done">
          {t('data.at')} <code>{folder}</code> {t('data.stays')}
        </Step>
        <Step number={2} title={t('model.title')} state={hasModel ? 'done' : 'now'}>
          {hasModel ? t('model.done') : <FirstModel />}
        </Step>
        <Step number={3} title={t('documents.title')} state={hasModel ? 'now' : 'later'}>
          {hasModel ? <FirstDocuments /> : t('documents.later')}
        </Step>
      </ol>
      <button type="button" className="button quiet edge" onClick={() => firstRun.getState().skip(true)}>
        {t('skip')}
      </button>
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  readonly children: ReactNode
}

function Step({ number, title, state, children }: StepProps) {
  const t = useWords('firstRun')
  return (
    <li className={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className="mark">{state === 'done' ? <Check className="small ok" aria-label={t('done')} /> : number}</span>
      <div>
        <b>{title}</b>
        <div className="says">{children}</div>
      </div>
    </li>
  )
}
