import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

const longest = 20_000

/** Kept while it is typed, and when the field is left. */
export function SystemPrompt() {
  const { settings: store, toasts } = usePage()
  const t = useWords('settings')
  const value = useStore(store, ({ settings, typedPrompt }) => typedPrompt ?? settings.system_prompt)
  const { typePrompt, keepPrompt } = store.getState()
  return (
    <textarea
      className="field system-prompt"
      aria-label={t('systemPrompt.title')}
      placeholder={t('systemPrompt.example')}
      rows={4}
      maxLength={longest}
      value={value}
      onChange={(event) => typePrompt(event.target.value)}
      onBlur={() => void toasts.getState().attempt(keepPrompt)}
    />
  )
}
