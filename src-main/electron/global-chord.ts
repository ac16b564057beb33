import { globalShortcut } from 'electron'
import { acceleratorOf } from './accelerator.ts'

export interface GlobalChord {
  /** Takes this chord in every app, instead of the one before; null takes none. One that another app has stays without effect. */
  set(chord: string | null): void
  try(chord: string): 'free' | 'taken' | 'invalid'
}

export function createGlobalChord(onPress: () => void): GlobalChord {
  let taken: string | undefined

  function take(accelerator: string): boolean {
    try {
      return globalShortcut.register(accelerator, onPress)
    } catch {
      return false
    }
  }

  return {
    set(chord) {
      const wanted = chord === null ? undefined : acceleratorOf(chord)
      if (wanted === taken) return
      if (taken !== undefined) globalShortcut.unregister(taken)
      taken = wanted !== undefined && take(wanted) ? wanted : undefined
    },
    try(chord) {
      const accelerator = acceleratorOf(chord)
      // One without a modifier would take the key from everything else that is typed.
      if (accelerator === undefined || !/^(?!Shift\+[^+]+$).+\+/.test(accelerator)) return 'invalid'
      if (accelerator === taken) return 'free'
      if (!take(accelerator)) return 'taken'
      globalShortcut.unregister(accelerator)
      return 'free'
    },
  }
}
