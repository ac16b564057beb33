import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { faultOf } from '../fault-of.ts'
import { useWords } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { usePage } from '../use-page.ts'

export type PassphraseTask = 'set' | 'change' | 'remove'

export interface PassphraseDialogProps {
  readonly task: PassphraseTask
  readonly onClose: () => void
}

const shortest = 8

export function PassphraseDialog({ task, onClose }: PassphraseDialogProps) {
  const t = useWords('settings')
  const inWindow = useWords('app')
  const { lock, toasts } = usePage()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isRight = (task === 'set' || current !== '') && (task === 'remove' || (next.length >= shortest && next === again))
  async function change(): Promise<void> {
    setBusy(true)
    setFault(null)
    try {
      await lock.getState().changePassphrase({ current: task === 'set' ? null : current, next: task === 'remove' ? null : next })
      toasts.getState().show({ kind: 'note', text: t(`passphrase.done.${task}`) })
      onClose()
    } catch (error) {
      setFault(faultOf(error))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isRight) void change()
  }
  return (
    <Dialog title={t(`passphrase.${task}`)} onClose={onClose}>
      <p>{t(`passphrase.${task}About`)}</p>
      <form className="passphrase-form" onSubmit={submit}>
        {task === 'set' ? null : <Passphrase label={t('passphrase.current')} value={current} isCurrent onChange={setCurrent} />}
        {task === 'remove' ? null : (
          <>
            <Passphrase label={t('passphrase.next')} value={next} onChange={setNext}>
              {next !== '' && next.length < shortest ? t('passphrase.short', { count: shortest }) : ''}
            </Passphrase>
            <Passphrase label={t('passphrase.again')} value={again} onChange={setAgain}>
              {again !== '' && !next.startsWith(again) ? t('passphrase.different') : ''}
            </Passphrase>
          </>
        )}
        {fault ? <ErrorNote fault={fault} /> : null}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {inWindow('cancel')}
          </button>
          <button type="submit" className="button primary" disabled={!isRight || isBusy}>
            {t(isBusy ? 'passphrase.working' : `passphrase.${task}Do`)}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

interface PassphraseProps {
  readonly label: string
  readonly value: string
  readonly isCurrent?: boolean
  readonly onChange: (value: string) => void
  /** What is wrong with it. */
  readonly children?: ReactNode
}

function Passphrase({ label, value, isCurrent = false, onChange, children }: PassphraseProps) {
  const id = useId()
  return (
    <label className="passphrase">
      {label}
      <input
        className="field"
        type="password"
        autoComplete={isCurrent ? 'current-password' : 'new-password'}
        aria-describedby={id}
        value={value}
        maxLength={1000}
        onChange={(event) => onChange(event.target.value)}
      />
      <small id={id} role="status">
        {children}
      </small>
    </label>
  )
}
