import { type ModelSettings, modelSettings, noModelSettings } from '../../src-shared/desktop/models.ts'
import { json } from '../../src-shared/rows/columns.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { findModel } from './models.ts'

type Chosen = { readonly [Field in keyof ModelSettings]?: NonNullable<ModelSettings[Field]> }

/** What was chosen for one model; what was not, or is no longer understood, is null. */
export function readModelSettings(db: ReadDb, id: string): ModelSettings {
  const stored = db.prepare<[string], string>('SELECT fields FROM model_settings WHERE model_id = ?').pluck().get(id)
  return json(modelSettings).safeParse(stored).data ?? noModelSettings
}

/** Only what was chosen: it goes over what holds for every model. */
export function chosenForModel(db: ReadDb, id: string): Chosen {
  return Object.fromEntries(Object.entries(readModelSettings(db, id)).filter(([, value]) => value !== null))
}

export interface ModelSettingsChange {
  readonly id: string
  readonly fields: { readonly [Field in keyof ModelSettings]?: ModelSettings[Field] | undefined }
  readonly at: number
}

/** Of this machine, as the models are: nothing is journalled. What is absent stays. */
export function changeModelSettings(tx: WriteDb, { id, fields, at }: ModelSettingsChange): ModelSettings {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const changed = modelSettings.parse({ ...readModelSettings(tx, id), ...Object.fromEntries(given) })
  tx.prepare(`
    INSERT INTO model_settings (model_id, fields, updated_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (model_id) DO UPDATE SET fields = ?2, updated_at = ?3
  `).run({ 1: id, 2: JSON.stringify(changed), 3: at })
  // Other windows read the settings again when they hear of the model.
  tx.tell({ table: 'models', id, row: findModel(tx, id) ?? null })
  return changed
}

export function removeModelSettings(tx: WriteDb, id: string): void {
  tx.prepare('DELETE FROM model_settings WHERE model_id = ?').run(id)
}
