import { Monitor, Moon, Sun } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

const themes = [
  { theme: 'system', Icon: Monitor },
  { theme: 'light', Icon: Sun },
  { theme: 'dark', Icon: Moon },
] as const

export function ThemeSwitch() {
  const { settings, toasts } = usePage()
  const t = useWords('rail')
  const chosen = useStore(settings, (state) => state.settings.theme)
  return (
    <fieldset className="segments theme-switch">
      <legend className="visually-hidden">{t('theme.label')}</legend>
      {themes.map(({ theme, Icon }) => (
        <label key={theme} title={t(`theme.${theme}`)}>
          <input
            type="radio"
            name="theme"
            className="visually-hidden"
            aria-label={t(`theme.${theme}`)}
            checked={chosen === theme}
            onChange={() => void toasts.getState().attempt(() => settings.getState().change({ theme }))}
          />
          <Icon className="small" />
        </label>
      ))}
    </fieldset>
  )
}
