import { createContext, useContext } from 'react'
import type { Words } from '../language/use-words.ts'
import type { Tidy } from './tidy.ts'

/** What every line needs and none makes for itself: lines come and go by dozens while the list is scrolled. */
export interface ListKit {
  readonly t: Words<'rail'>
  readonly tidy: Tidy
}

export const ListContext = createContext<ListKit | null>(null)

export function useListKit(): ListKit {
  const kit = useContext(ListContext)
  if (kit === null) throw new Error('This line is drawn outside the list')
  return kit
}
