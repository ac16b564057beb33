import { Monitor, Moon, Sun } from 'lucide-react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'

const themes = [
  { theme: 'system', name: 'Theme of the system', Icon: Monitor },
  { theme: 'light', name: 'Light theme', Icon: Sun },
  { theme: 'dark', name: 'Dark theme', Icon: Moon },
] as const

export function ThemeSwitch() {
  const { settings, toasts } = usePage()
  const chosen = useStore(settings, (state) => state.settings.theme)
  return (
    <fieldset className="segments theme-switch">
      <legend className="visually-hidden">Theme</legend>
      {themes.map(({ theme, name, Icon }) => (
        <label key={theme} title={name}>
          <input
            type="radio"
            name="theme"
            className="visually-hidden"
            aria-label={name}
            checked={chosen === theme}
            onChange={() => void toasts.getState().attempt(() => settings.getState().change({ theme }))}
          />
          <Icon className="small" />
        </label>
      ))}
    </fieldset>
  )
}
