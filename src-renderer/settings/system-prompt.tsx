import { useState } from 'react'
import { useWords } from '../language/use-words.ts'

export interface SystemPromptProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

const longest = 20_000

/** Kept when the field is left. */
export function SystemPrompt({ value, onChange }: SystemPromptProps) {
  const t = useWords('settings')
  const [typed, setTyped] = useState<string | null>(null)
  const finish = (): void => {
    if (typed !== null && typed !== value) onChange(typed)
    setTyped(null)
  }
  return (
    <textarea
      className="field system-prompt"
      aria-label={t('systemPrompt.title')}
      placeholder={t('systemPrompt.example')}
      rows={4}
      maxLength={longest}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
    />
  )
}
