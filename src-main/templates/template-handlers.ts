import type { templates } from '../../src-shared/desktop/templates.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Db } from '../db/database.ts'
import { findTemplate, listTemplates, putTemplate, removeTemplate } from './templates.ts'

export interface TemplateDeps {
  readonly db: Db
  readonly now: () => number
}

export function createTemplateHandlers({ db, now }: TemplateDeps): FeatureHandlers<typeof templates> {
  return {
    list: () => listTemplates(db),
    put: (words) =>
      db.transact((tx) => {
        const at = now()
        return putTemplate(tx, { ...words, created_at: findTemplate(tx, words.id)?.created_at ?? at, updated_at: at })
      }),
    remove: ({ id }) => db.transact((tx) => removeTemplate(tx, id, now())),
  }
}
