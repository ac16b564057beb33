import './shortcut-keys.css'
import { useStore } from 'zustand'
import { useWords, type Words } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { type Chord, keysOf } from './chord.ts'
import type { CommandId } from './commands.ts'
import { shortcutFacts, shortcutOf } from './shortcuts.ts'

/** The chord that runs this command now; null when it has none. */
export function useShortcut(id: CommandId): Chord | null {
  const page = usePage()
  useStore(page.settings, ({ settings }) => settings.shortcuts)
  useStore(page.link.state, ({ info }) => info)
  return shortcutOf(id, shortcutFacts(page))
}

/** The keys of a command, one beside the other; nothing when it has none. */
export function ShortcutKeys({ id }: { readonly id: CommandId }) {
  const chord = useShortcut(id)
  return chord === null ? null : <ChordKeys chord={chord} />
}

export function ChordKeys({ chord }: { readonly chord: Chord }) {
  const t = useWords('commands')
  const isMac = useStore(usePage().link.state, ({ info }) => info?.platform === 'darwin')
  return (
    <span className="keys">
      {keysOf(chord).map((key) => (
        <kbd key={key} className="key">
          {keyWords(t, key, isMac)}
        </kbd>
      ))}
    </span>
  )
}

const named = ['Mod', 'Alt', 'Shift', 'Control', 'Meta', 'Enter', 'Escape', 'Space', 'Backspace', 'Delete', 'Tab'] as const

/** "Ctrl", on a German keyboard "Strg"; a letter is itself. */
export function keyWords(t: Words<'commands'>, key: string, isMac: boolean): string {
  if (key === 'Mod') return t(isMac ? 'key.Command' : 'key.Mod')
  const name = named.find((each) => each === key)
  return name === undefined ? key : t(`key.${name}`)
}
