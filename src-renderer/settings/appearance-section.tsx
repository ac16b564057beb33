import { ALargeSmall, SunMoon } from 'lucide-react'
import type { Settings } from '../../src-shared/desktop/settings.ts'
import { useWords } from '../language/use-words.ts'
import { Segments } from '../ui/segments.tsx'
import { LanguageOption } from './language-option.tsx'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark']
const sizes: readonly Settings['text_size'][] = ['small', 'normal', 'large', 'larger']

export function AppearanceSection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  return (
    <Options label={t('section.appearance.name')}>
      <Option Icon={SunMoon} title={t('theme.title')} about={t('theme.about')}>
        <Segments
          label={t('theme.title')}
          value={settings.theme}
          choices={themes.map((value) => ({ value, name: t(`theme.${value}`) }))}
          onChange={(theme) => change({ theme })}
        />
      </Option>
      <LanguageOption />
      <Option Icon={ALargeSmall} title={t('textSize.title')} about={t('textSize.about')}>
        <Segments
          label={t('textSize.title')}
          value={settings.text_size}
          choices={sizes.map((value) => ({ value, name: t(`textSize.${value}`) }))}
          onChange={(text_size) => change({ text_size })}
        />
      </Option>
    </Options>
  )
}
