import './lock.css'
import { LockKeyhole } from 'lucide-react'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { startError } from '../../src-shared/desktop/app.ts'
import type { Fault } from '../../src-shared/errors/error-sentence.ts'
import { rpcError } from '../../src-shared/rpc/errors.ts'
import { faultOf } from '../fault-of.ts'
import { useFaults } from '../language/fault-words.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface LockPageProps {
  /** The store is not open yet. */
  readonly isStart: boolean
  readonly retryAt: number | null
}

export function LockPage({ isStart, retryAt }: LockPageProps) {
  const t = useWords('lock')
  const faults = useFaults()
  const waitSeconds = useSecondsUntil(retryAt)
  const { passphrase, setPassphrase, fault, isBusy, unlock } = useUnlock()
  const faultId = useId()
  return (
    <main className="closed">
      <form className="closed-column lock-form" onSubmit={unlock}>
        <LockKeyhole className="closed-icon" />
        <h1>{t(isStart ? 'lockedAtStart' : 'locked')}</h1>
        <p className="closed-about">{t(isStart ? 'aboutStart' : 'about')}</p>
        <label className="lock-field">
          {t('passphrase')}
          <input
            className="field"
            type="password"
            autoComplete="current-password"
            // biome-ignore lint/a11y/noAutofocus: there is nothing else to do here.
            autoFocus
            value={passphrase}
            aria-invalid={fault !== null}
            aria-describedby={faultId}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        </label>
        <p id={faultId} className="lock-fault" role="status">
          {waitSeconds > 0
            ? t('wait', { count: waitSeconds })
            : fault === null
              ? ''
              : fault.code === startError.wrongPassphrase
                ? t('wrong')
                : faults.sentence(fault)}
        </p>
        <button type="submit" className="button primary" disabled={isBusy || waitSeconds > 0 || passphrase === ''}>
          {t(isBusy ? 'unlocking' : isStart ? 'open' : 'unlock')}
        </button>
      </form>
    </main>
  )
}

function useUnlock() {
  const { lock } = usePage()
  const [passphrase, setPassphrase] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const [isBusy, setBusy] = useState(false)
  const unlock = (event: FormEvent): void => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    lock
      .getState()
      .unlock(passphrase)
      .catch((error: unknown) => {
        const { code, data } = faultOf(error)
        setPassphrase('')
        // A core that opens goes on at another connection; that this one ends is no failure.
        setFault(code === rpcError.disconnected ? null : { code, data })
      })
      .finally(() => setBusy(false))
  }
  return { passphrase, setPassphrase, fault, isBusy, unlock }
}

function useSecondsUntil(at: number | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (at === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [at])
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
}
