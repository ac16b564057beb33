import { RotateCcw, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { type Chord, chordOf } from '../commands/chord.ts'
import { ChordKeys } from '../commands/shortcut-keys.tsx'
import {
  conflictOf,
  resetShortcut,
  type Shortcut,
  type ShortcutConflict,
  setShortcut,
  shortcutFacts,
} from '../commands/shortcuts.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'

interface Wish {
  readonly chord: Chord
  readonly conflict: ShortcutConflict
}

/** One command and its keys: pressed anew after a press on them. What another command has is taken only when that is confirmed. */
export function ShortcutRow({ shortcut: { command, chord, isDefault } }: { readonly shortcut: Shortcut }) {
  const t = useWords('settings')
  const words = useWords('commands')
  const { isHearing, setHearing, wish, setWish, set, reset, hear } = useHearing(command.id)
  const name = words(`name.${command.id}`)
  return (
    <li className="shortcut">
      <command.Icon />
      <span className="grow">{name}</span>
      <button
        type="button"
        className="button sm shortcut-keys"
        aria-label={t('shortcut.change', { name })}
        onClick={() => setHearing(!isHearing)}
        onBlur={() => setHearing(false)}
        onKeyDown={hear}
      >
        {isHearing ? t('shortcut.press') : chord === null ? t('shortcut.none') : <ChordKeys chord={chord} />}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('shortcut.remove', { name })}
        title={t('shortcut.remove', { name })}
        disabled={chord === null}
        onClick={() => set(null)}
      >
        <X className="small" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('shortcut.reset', { name })}
        title={t('shortcut.reset', { name })}
        disabled={isDefault}
        onClick={reset}
      >
        <RotateCcw className="small" />
      </button>
      {wish ? <Conflict wish={wish} onTake={() => set(wish.chord)} onLeave={() => setWish(null)} /> : null}
    </li>
  )
}

/** Listens for the keys that are pressed, takes them where nobody else has them, and keeps them as a wish where somebody has. */
function useHearing(id: Shortcut['command']['id']) {
  const page = usePage()
  const [isHearing, setHearing] = useState(false)
  const [wish, setWish] = useState<Wish | null>(null)
  const attempt = (work: () => Promise<void>): void => {
    setHearing(false)
    setWish(null)
    void page.toasts.getState().attempt(work)
  }
  const set = (wanted: Chord | null): void => attempt(() => setShortcut(page, id, wanted))
  const hear = (event: KeyboardEvent): void => {
    if (!isHearing || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return setHearing(false)
    const facts = shortcutFacts(page)
    const pressed = chordOf(event.nativeEvent, facts)
    if (pressed === undefined) return
    const conflict = conflictOf(id, pressed, facts)
    if (conflict === undefined) return set(pressed)
    setHearing(false)
    setWish({ chord: pressed, conflict })
  }
  return { isHearing, setHearing, wish, setWish, set, reset: () => attempt(() => resetShortcut(page, id)), hear }
}

interface ConflictProps {
  readonly wish: Wish
  readonly onTake: () => void
  readonly onLeave: () => void
}

function Conflict({ wish: { chord, conflict }, onTake, onLeave }: ConflictProps) {
  const t = useWords('settings')
  const words = useWords('commands')
  return (
    <div className="shortcut-conflict" role="alert">
      <ChordKeys chord={chord} />
      <p>
        {conflict.kind === 'command'
          ? t('shortcut.taken', { name: words(`name.${conflict.id}`) })
          : t(`shortcut.${conflict.kind}`)}
      </p>
      {conflict.kind === 'command' ? (
        <button type="button" className="button sm" onClick={onTake}>
          {t('shortcut.take')}
        </button>
      ) : null}
      <button type="button" className="button sm quiet" onClick={onLeave}>
        {t('shortcut.leave')}
      </button>
    </div>
  )
}
