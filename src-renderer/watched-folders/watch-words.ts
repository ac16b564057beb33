import type { WatchedFolderRow } from '../../src-shared/rows/watched-folder.ts'
import type { Words } from '../language/use-words.ts'

type T = Words<'watched'>

/** "watched, 1,204 files", or what keeps it from that. */
export function watchWords(t: T, { state, is_paused, files }: WatchedFolderRow): string {
  if (is_paused) return t('state.paused')
  return state === 'current' ? t('state.current', { count: files }) : t(`state.${state}`)
}

/** The last two parts, which tell folders apart. */
export const shortPath = (path: string): string => path.split(/[/\\]/).filter(Boolean).slice(-2).join('/')
