import { CloudOff } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import { Switch } from '../ui/switch.tsx'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function PrivacySection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  return (
    <Options label={t('section.privacy.name')}>
      <Option Icon={CloudOff} title={t('offline.title')} about={t('offline.about')}>
        <Switch label={t('offline.title')} isOn={settings.offline} onChange={(offline) => change({ offline })} />
      </Option>
    </Options>
  )
}
