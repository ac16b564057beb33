import type { languages } from '../../src-shared/desktop/languages.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Db } from '../db/database.ts'
import { listLanguages, putLanguage, removeLanguage } from './languages.ts'
import { readLanguageFile } from './read-language-file.ts'

export interface LanguageDeps {
  readonly db: Db
  readonly now: () => number
}

export function createLanguageHandlers({ db, now }: LanguageDeps): FeatureHandlers<typeof languages> {
  return {
    list: () => listLanguages(db),
    add({ bytes }) {
      const { tag, name, direction, words } = readLanguageFile(bytes)
      return db.transact((tx) => putLanguage(tx, { tag, name, direction, words, added_at: now() }))
    },
    remove: ({ tag }) => db.transact((tx) => removeLanguage(tx, tag)),
  }
}
