import { languageError } from '../../src-shared/desktop/languages.ts'
import { type LanguageRow, languageRow } from '../../src-shared/rows/language.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'

const columns = 'tag, name, direction, words, added_at'

/** By name. */
export const listLanguages = (db: ReadDb): LanguageRow[] =>
  db
    .prepare(`SELECT ${columns} FROM languages ORDER BY name`)
    .all()
    .map((row) => languageRow.parse(row))

/** In the place of what its tag had. Not journalled: the file is where the person put it, on each device. */
export function putLanguage(tx: WriteDb, language: LanguageRow): LanguageRow {
  tx.prepare(`
    INSERT INTO languages (${columns}) VALUES (@tag, @name, @direction, @words, @added_at)
    ON CONFLICT (tag) DO UPDATE SET name = @name, direction = @direction, words = @words, added_at = @added_at
  `).run({ ...language, words: JSON.stringify(language.words) })
  tx.tell({ table: 'languages', id: language.tag, row: language })
  return language
}

/** Errors: `unknown`. */
export function removeLanguage(tx: WriteDb, tag: string): void {
  const { changes } = tx.prepare('DELETE FROM languages WHERE tag = ?').run(tag)
  if (changes === 0) throw new AppError(languageError.unknown, { tag })
  tx.tell({ table: 'languages', id: tag, row: null })
}
