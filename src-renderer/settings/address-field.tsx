import { useId, useState } from 'react'
import { useWords } from '../language/use-words.ts'

export interface AddressFieldProps {
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** The address that models come from; empty is the hub itself. */
export function AddressField({ value, onChange }: AddressFieldProps) {
  const t = useWords('settings')
  const [typed, setTyped] = useState<string | null>(null)
  const faultId = useId()
  const text = typed ?? value ?? ''
  const isRight = text.trim() === '' || /^https:\/\/./.test(text.trim())
  const finish = (): void => {
    if (!isRight) return
    setTyped(null)
    const wanted = text.trim() === '' ? null : text.trim()
    if (wanted !== value) onChange(wanted)
  }
  return (
    <span className="number-field">
      <input
        className="field address"
        type="url"
        aria-label={t('mirror.title')}
        aria-invalid={!isRight}
        aria-describedby={isRight ? undefined : faultId}
        placeholder={t('mirror.none')}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={({ key }) => {
          if (key === 'Enter') finish()
          if (key === 'Escape') setTyped(null)
        }}
      />
      {isRight ? null : (
        <small id={faultId} role="status">
          {t('mirror.notAnAddress')}
        </small>
      )}
    </span>
  )
}
