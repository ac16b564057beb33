import { CircleCheck, CloudOff, KeyRound, Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useConnected } from '../connection/use-connected.ts'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { usePage } from '../use-page.ts'
import { Option, Options } from './option.tsx'
import { PassphraseDialog, type PassphraseTask } from './passphrase-dialog.tsx'
import { RequestLog } from './request-log.tsx'
import { useSettings } from './use-settings.ts'

export function PrivacySection() {
  const t = useWords('settings')
  const { lock, toasts } = usePage()
  const [settings, change] = useSettings()
  const keyKeptBy = useStore(lock, (state) => state.keyKeptBy)
  const [task, setTask] = useState<PassphraseTask | null>(null)
  const isConnected = useConnected()
  useEffect(() => {
    if (isConnected) void toasts.getState().attempt(lock.getState().reread)
  }, [isConnected, lock, toasts])
  return (
    <>
      <Options label={t('section.privacy.name')}>
        <Option Icon={CloudOff} title={t('offline.title')} about={t('offline.about')}>
          <Switch label={t('offline.title')} isOn={settings.offline} onChange={(offline) => change({ offline })} />
        </Option>
        {keyKeptBy === null ? null : (
          <>
            <Option Icon={Lock} title={t('encryption.title')} about={t(`encryption.${keyKeptBy}`)}>
              <span className="cap log-state">
                <CircleCheck className="ok" /> {t('encryption.on')}
              </span>
              {keyKeptBy === 'passphrase' ? (
                <button type="button" className="button" onClick={() => setTask('change')}>
                  {t('passphrase.changeAsk')}
                </button>
              ) : null}
            </Option>
            <AppLock hasPassphrase={keyKeptBy === 'passphrase'} onTask={setTask} />
          </>
        )}
      </Options>
      <RequestLog />
      {task ? <PassphraseDialog task={task} onClose={() => setTask(null)} /> : null}
    </>
  )
}

const minutes = [1, 5, 10, 30, 60, 0] as const

interface AppLockProps {
  readonly hasPassphrase: boolean
  readonly onTask: (task: PassphraseTask) => void
}

/** Without a passphrase there is nothing to ask for: switching it on is setting one. */
function AppLock({ hasPassphrase, onTask }: AppLockProps) {
  const t = useWords('settings')
  const { lock, toasts } = usePage()
  const [settings, change] = useSettings()
  const choices = [...new Set([settings.lock_minutes, ...minutes])].map((value) => ({
    value: String(value),
    name: value === 0 ? t('appLock.never') : t('appLock.after', { count: value }),
  }))
  return (
    <Option Icon={KeyRound} title={t('appLock.title')} about={t('appLock.about')}>
      {hasPassphrase ? (
        <>
          <button type="button" className="button" onClick={() => void toasts.getState().attempt(lock.getState().lockNow)}>
            {t('appLock.now')}
          </button>
          <Select
            label={t('appLock.when')}
            value={String(settings.lock_minutes)}
            choices={choices}
            onChange={(value) => change({ lock_minutes: Number(value) })}
          />
        </>
      ) : null}
      <Switch label={t('appLock.title')} isOn={hasPassphrase} onChange={(isOn) => onTask(isOn ? 'set' : 'remove')} />
    </Option>
  )
}
