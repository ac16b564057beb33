/** Keys pressed together, as stored: `Mod+Shift+F`. `Mod` is Ctrl, and the Command key on a Mac. */
export type Chord = string

/** What a chord depends on besides its keys. */
export interface KeyboardPlace {
  readonly isMac: boolean
  /** A browser keeps some chords for itself. */
  readonly isBrowser: boolean
}

export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const modifierKeys = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified'])

/** The chord of this press; undefined while only modifiers are held. */
export function chordOf(event: Pressed, { isMac }: Pick<KeyboardPlace, 'isMac'>): Chord | undefined {
  const key = keyOf(event)
  if (key === undefined) return undefined
  const isMod = isMac ? event.metaKey : event.ctrlKey
  const isOther = isMac ? event.ctrlKey : event.metaKey
  const modifiers = [isMod ? 'Mod' : '', isOther ? (isMac ? 'Control' : 'Meta') : '', event.altKey ? 'Alt' : '']
  // The shift that makes a "?" belongs to the sign, the one beside a letter or a named key to the chord.
  const shift = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key)) ? 'Shift' : ''
  return [...modifiers, shift, key].filter((part) => part !== '').join('+')
}

/** Where letters are not Latin, or Alt makes other signs, the place on the keyboard counts. */
function keyOf({ key, code, altKey, ctrlKey, metaKey }: Pressed): string | undefined {
  const onPlace = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)
  const place = onPlace?.[1] ?? onPlace?.[2]
  const isPlain = /^[a-z0-9]$/i.test(key)
  if (place !== undefined && !isPlain && (altKey || ((ctrlKey || metaKey) && !/^[ -~]$/.test(key)))) return place
  if (modifierKeys.has(key)) return undefined
  if (key === ' ') return 'Space'
  return key.length === 1 ? key.toUpperCase() : key
}

/** Mod, Alt or Control held, or a function key: what may be pressed while text is written. */
export const isForTextFields = (chord: Chord): boolean => /^(?:Mod|Meta|Control|Alt)\+|(?:^|\+)F[0-9]{1,2}$/.test(chord)

const editing = ['A', 'C', 'V', 'X', 'Z', 'Y', 'Shift+Z', 'Shift+V'].map((key) => `Mod+${key}`)
const ofTheBrowser = ['N', 'T', 'W', 'Q', 'L', 'R', 'Shift+N', 'Shift+T', 'Shift+W', 'Shift+R', 'Tab', 'Shift+Tab'].map(
  (key) => `Mod+${key}`,
)
const always = ['Alt+F4', 'F5', 'F11', 'F12', 'Mod+Q', 'Mod+W']

/** Chords that text fields, the browser or the system need for themselves. */
export function isReserved(chord: Chord, { isBrowser }: KeyboardPlace): boolean {
  return [...editing, ...always, ...(isBrowser ? ofTheBrowser : [])].includes(chord)
}

/** The keys one by one, the plus sign itself included. */
export const keysOf = (chord: Chord): string[] => chord.split(/(?<=[^+])\+/)
