import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import type { ReadDb } from '../db/database.ts'
import { isLostPhrase, type PhraseIndex } from '../db/lost-phrase.ts'

/** Whether words have to stand next to each other. */
export const hasPhrase = (terms: readonly FindTerm[]): boolean => terms.some((term) => 'words' in term && term.words.length > 1)

/** Whether one of the phrases is nowhere. The word that is still being typed may become any other. */
export const isLost = (db: ReadDb, index: PhraseIndex, terms: readonly FindTerm[]): boolean =>
  terms.some((term) => 'words' in term && isLostPhrase(db, index, term.isBeginning ? term.words.slice(0, -1) : term.words))
