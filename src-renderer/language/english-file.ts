import type { LanguageFile } from '../../src-shared/rows/language.ts'
import { englishWords } from './language-words.ts'

/** Every English sentence, one a line, for whoever translates it: the tag, the name and the direction are theirs to change. */
export function englishFile(): Blob {
  const file: LanguageFile = {
    format: 'hearth.language',
    version: 1,
    tag: 'en',
    name: 'English',
    direction: 'ltr',
    words: Object.fromEntries(englishWords()),
  }
  return new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' })
}
