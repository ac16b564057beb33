import { AppWindow, Languages } from 'lucide-react'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { WindowOptions } from '../window/window-options.tsx'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function GeneralSection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  const languages = [
    { value: 'system', name: t('language.system') },
    // Each in its own words: who lands in a foreign one has to find the way back.
    { value: 'en', name: 'English' },
    { value: 'de', name: 'Deutsch' },
  ]
  const starts = [
    { value: 'new_chat', name: t('start.newChat') },
    { value: 'last_chat', name: t('start.lastChat') },
  ] as const
  return (
    <>
      <Options label={t('section.general.name')}>
        <Option Icon={Languages} title={t('language.title')} about={t('language.about')}>
          <Select
            label={t('language.title')}
            value={settings.language}
            choices={languages}
            onChange={(language) => change({ language })}
          />
        </Option>
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
