import type { settings } from '../../src-shared/desktop/settings.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Db } from '../db/database.ts'
import { changeSettings, readSettings } from './settings.ts'

export interface SettingsDeps {
  readonly db: Db
  readonly now: () => number
}

export function createSettingsHandlers({ db, now }: SettingsDeps): FeatureHandlers<typeof settings> {
  return {
    get: () => readSettings(db),
    change: (fields) => db.transact((tx) => changeSettings(tx, { fields, at: now() })),
  }
}
