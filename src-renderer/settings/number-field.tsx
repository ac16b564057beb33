import { useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../language/use-words.ts'

export interface NumberFieldProps {
  readonly label: string
  /** Null where it is left to the app. */
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly step?: number
  /** What stands in the empty field; without it the field may not be empty. */
  readonly whenEmpty?: string
  readonly onChange: (value: number | null) => void
}

/** Taken when it is left or Enter is pressed; what lies outside is said and not taken. */
export function NumberField({ label, value, min, max, step = 1, whenEmpty, onChange }: NumberFieldProps) {
  const t = useWords('settings')
  const [typed, setTyped] = useState<string | null>(null)
  const taken = useRef<number | null | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed stands until it is the value, not the one before again
  useEffect(() => {
    setTyped(null)
    taken.current = undefined
  }, [value])
  const faultId = useId()
  const text = typed ?? (value === null ? '' : String(value))
  const number = read(text, { min, max, step, mayBeEmpty: whenEmpty !== undefined })
  const finish = (): void => {
    if (number === undefined || typed === null) return
    if (number === value) return setTyped(null)
    if (number !== taken.current) onChange(number)
    taken.current = number
  }
  const type = (text: string): void => {
    taken.current = undefined
    setTyped(text)
  }
  return (
    <span className="number-field">
      <input
        className="field"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={number === undefined}
        aria-describedby={number === undefined ? faultId : undefined}
        placeholder={whenEmpty}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={finish}
        onKeyDown={({ key }) => {
          if (key === 'Enter') finish()
          if (key === 'Escape') setTyped(null)
        }}
      />
      {number === undefined ? (
        <small id={faultId} role="status">
          {t('between', { min, max })}
        </small>
      ) : null}
    </span>
  )
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly step: number
  readonly mayBeEmpty: boolean
}

/** Undefined for what is no number of these. A comma is a point, as in German. */
export function read(text: string, { min, max, step, mayBeEmpty }: Bounds): number | null | undefined {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return mayBeEmpty ? null : undefined
  const number = Number(trimmed)
  const isWhole = step !== 1 || Number.isInteger(number)
  return Number.isFinite(number) && isWhole && number >= min && number <= max ? number : undefined
}
