import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { type Chord, chordOf } from '../commands/chord.ts'
import { ChordKeys } from '../commands/shortcut-keys.tsx'
import { shortcutFacts } from '../commands/shortcuts.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

export interface ChordFieldProps {
  readonly label: string
  readonly chord: Chord | null
  /** Not yet taken; what stands against it is said by whoever is told. */
  readonly onPress: (chord: Chord | null) => void
}

/** Takes the next chord that is pressed on it. Escape leaves, Tab goes on. */
export function ChordField({ label, chord, onPress }: ChordFieldProps) {
  const page = usePage()
  const t = useWords('window')
  const [isHearing, setHearing] = useState(false)
  const hear = (event: KeyboardEvent): void => {
    if (!isHearing || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setHearing(false)
    const pressed = chordOf(event.nativeEvent, shortcutFacts(page))
    if (pressed === undefined) return
    setHearing(false)
    onPress(pressed)
  }
  const shown = chord === null ? t('chord.none') : <ChordKeys chord={chord} />
  return (
    <>
      <button
        type="button"
        className="button sm shortcut-keys"
        aria-label={label}
        onClick={() => setHearing(!isHearing)}
        onBlur={() => setHearing(false)}
        onKeyDown={hear}
      >
        {isHearing ? t('chord.press') : shown}
      </button>
      {chord === null ? null : (
        <button type="button" className="icon-button" aria-label={t('chord.remove')} onClick={() => onPress(null)}>
          <X className="small" />
        </button>
      )}
    </>
  )
}
