import { AppWindow } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { WindowOptions } from '../window/window-options.tsx'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function GeneralSection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  const starts = [
    { value: 'new_chat', name: t('start.newChat') },
    { value: 'last_chat', name: t('start.lastChat') },
  ] as const
  return (
    <>
      <Options label={t('section.general.name')}>
        <Option Icon={AppWindow} title={t('start.title')} about={t('start.about')}>
          <Select
            label={t('start.title')}
            value={settings.start_with}
            choices={starts}
            onChange={(start_with) => change({ start_with })}
          />
        </Option>
      </Options>
      <WindowOptions />
    </>
  )
}
