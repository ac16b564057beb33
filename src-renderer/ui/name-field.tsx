import { useState } from 'react'

export interface NameFieldProps {
  readonly label: string
  readonly name: string
  /** The trimmed name, when it was changed. */
  readonly onDone: (name: string) => void
  readonly onCancel: () => void
}

/** A name that is being changed in its place: Enter keeps it, Escape does not, leaving it does. */
export function NameField({ label, name, onDone, onCancel }: NameFieldProps) {
  const [text, setText] = useState(name)
  const finish = (): void => {
    const trimmed = text.trim()
    if (trimmed === '' || trimmed === name) onCancel()
    else onDone(trimmed)
  }
  return (
    <input
      className="field name-field"
      aria-label={label}
      value={text}
      maxLength={80}
      ref={focusWhole}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        // What has the focus next is not pressed by the same key.
        event.preventDefault()
        if (event.key === 'Enter') finish()
        else onCancel()
      }}
    />
  )
}

function focusWhole(input: HTMLInputElement | null): void {
  if (input && document.activeElement !== input) input.select()
}
