import type { Page } from '../create-page.ts'
import { type Chord, isForTextFields, isReserved, type KeyboardPlace } from './chord.ts'
import { allCommands, type Command, type CommandId } from './commands.ts'

type Shortcuts = Readonly<Record<string, Chord | null>>

/** What the chords in force depend on. */
export interface ShortcutFacts extends KeyboardPlace {
  /** What the person chose, by command; null is none. */
  readonly chosen: Shortcuts
}

export interface Shortcut {
  readonly command: Command & { readonly id: CommandId }
  readonly chord: Chord | null
  readonly isDefault: boolean
}

export type ShortcutConflict =
  | { readonly kind: 'command'; readonly id: CommandId }
  /** A text field, the browser or the system needs it. */
  | { readonly kind: 'reserved' }
  /** Would be typed into the text: it has no Ctrl, Alt or function key. */
  | { readonly kind: 'typed' }

export function shortcutFacts({ settings, link }: Pick<Page, 'settings' | 'link'>): ShortcutFacts {
  const { info } = link.state.getState()
  return {
    chosen: settings.getState().settings.shortcuts,
    isMac: info?.platform === 'darwin',
    isBrowser: info?.shell !== 'electron',
  }
}

/** Every command with the chord that runs it now. */
export const listShortcuts = (facts: ShortcutFacts): Shortcut[] =>
  allCommands.map((command) => ({ command, ...chordInForce(command, facts) }))

function chordInForce(command: Command, facts: ShortcutFacts): Pick<Shortcut, 'chord' | 'isDefault'> {
  const chosen = facts.chosen[command.id]
  if (chosen !== undefined) return { chord: chosen, isDefault: false }
  return { chord: defaultChord(command, facts), isDefault: true }
}

export function defaultChord({ keys }: Pick<Command, 'keys'>, { isBrowser }: KeyboardPlace): Chord | null {
  if (keys === undefined || typeof keys === 'string') return keys ?? null
  return isBrowser ? keys.browser : keys.electron
}

export const shortcutOf = (id: CommandId, facts: ShortcutFacts): Chord | null =>
  listShortcuts(facts).find(({ command }) => command.id === id)?.chord ?? null

/** The command of a chord; what the person chose goes before what is given. */
export function commandOf(chord: Chord, facts: ShortcutFacts): Shortcut['command'] | undefined {
  const having = listShortcuts(facts).filter((each) => each.chord === chord)
  return (having.find(({ isDefault }) => !isDefault) ?? having[0])?.command
}

/** What stands against giving the command this chord; undefined when nothing does. */
export function conflictOf(id: CommandId, chord: Chord, facts: ShortcutFacts): ShortcutConflict | undefined {
  if (isReserved(chord, facts)) return { kind: 'reserved' }
  if (!isForTextFields(chord)) return { kind: 'typed' }
  const other = listShortcuts(facts).find((each) => each.chord === chord && each.command.id !== id)
  return other && { kind: 'command', id: other.command.id }
}

/** Gives the command this chord, or none; the command that had it has none then. */
export async function setShortcut(page: Pick<Page, 'settings' | 'link'>, id: CommandId, chord: Chord | null): Promise<void> {
  const facts = shortcutFacts(page)
  const conflict = chord === null ? undefined : conflictOf(id, chord, facts)
  const freed = conflict?.kind === 'command' ? { [conflict.id]: null } : {}
  await page.settings.getState().change({ shortcuts: { ...facts.chosen, ...freed, [id]: chord } })
}

/** Back to what it is given; without an id all of them. */
export async function resetShortcut(page: Pick<Page, 'settings' | 'link'>, id?: CommandId): Promise<void> {
  const { chosen } = shortcutFacts(page)
  const kept = id === undefined ? [] : Object.entries(chosen).filter(([each]) => each !== id)
  await page.settings.getState().change({ shortcuts: Object.fromEntries(kept) })
}
