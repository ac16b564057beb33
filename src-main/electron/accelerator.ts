const modifiers: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  Control: 'Control',
  Meta: 'Super',
  Alt: 'Alt',
  Shift: 'Shift',
}
const named: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Escape',
  Enter: 'Enter',
  Space: 'Space',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  '+': 'Plus',
}
const plain = /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|[-=,./;'[\]\\`])$/

/** A chord of the page (`Mod+Shift+F`) as Electron writes it; undefined for what Electron would not understand. */
export function acceleratorOf(chord: string): string | undefined {
  const parts = chord.split(/(?<=[^+])\+/)
  const key = parts.at(-1) ?? ''
  const known = named[key] ?? (plain.test(key) ? key : undefined)
  const held = parts.slice(0, -1).map((part) => modifiers[part])
  if (known === undefined || held.includes(undefined)) return undefined
  return [...held, known].join('+')
}
