import { Bell, Keyboard, PanelBottom } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Chord } from '../commands/chord.ts'
import { useWords } from '../language/use-words.ts'
import { Option, Options } from '../settings/option.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { Switch } from '../ui/switch.tsx'
import { usePage } from '../use-page.ts'
import { ChordField } from './chord-field.tsx'

/** What only a window of its own can do; in a browser there is nothing to choose. */
export function WindowOptions() {
  const t = useWords('window')
  const { link } = usePage()
  const isWindow = useStore(link.state, ({ info }) => info?.shell === 'electron')
  const [settings, change] = useSettings()
  if (!isWindow) return null
  return (
    <Options label={t('options')}>
      <Option Icon={Bell} title={t('notifications.title')} about={t('notifications.about')}>
        <Switch
          label={t('notifications.title')}
          isOn={settings.notifications}
          onChange={(notifications) => change({ notifications })}
        />
      </Option>
      <Option Icon={PanelBottom} title={t('tray.title')} about={t('tray.about')}>
        <Switch label={t('tray.title')} isOn={settings.tray} onChange={(tray) => change({ tray })} />
      </Option>
      <GlobalChord chord={settings.global_shortcut} onChange={(global_shortcut) => change({ global_shortcut })} />
    </Options>
  )
}

interface GlobalChordProps {
  readonly chord: Chord | null
  readonly onChange: (chord: Chord | null) => void
}

/** A chord that the system would not give is not taken, and that is said. */
function GlobalChord({ chord, onChange }: GlobalChordProps) {
  const t = useWords('window')
  const { link, toasts } = usePage()
  const [refused, setRefused] = useState<'taken' | 'invalid' | null>(null)
  const choose = (wanted: Chord | null): void =>
    void toasts.getState().attempt(async () => {
      const state = wanted === null ? 'free' : await link.api.window.tryShortcut({ chord: wanted })
      setRefused(state === 'free' ? null : state)
      if (state === 'free') onChange(wanted)
    })
  return (
    <Option
      Icon={Keyboard}
      title={t('chord.title')}
      about={t('chord.about')}
      below={refused ? <p role="alert">{t(`chord.${refused}`)}</p> : null}
    >
      <ChordField label={t('chord.title')} chord={chord} onPress={choose} />
    </Option>
  )
}
