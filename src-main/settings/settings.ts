import { defaultSettings, type Settings, settingsSchema } from '../../src-shared/desktop/settings.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { journal } from '../db/journal.ts'

/** What a person chose for themselves. The others describe this machine and stay on it. */
const synced: ReadonlySet<string> = new Set<keyof Settings>([
  'theme',
  'language',
  'temperature',
  'top_p',
  'top_k',
  'max_answer_tokens',
  'system_prompt',
  'shortcuts',
  'send_key',
])

/** Every setting: what is not stored, or stored and no longer understood, has its default. */
export function readSettings(db: ReadDb): Settings {
  const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings').all()
  const understood = rows.flatMap(({ key, value }) => {
    const parsed = fieldSchema(key)?.safeParse(parseJson(value))
    return parsed?.success ? [[key, parsed.data] as const] : []
  })
  return { ...defaultSettings, ...Object.fromEntries(understood) }
}

export interface SettingsChange {
  readonly fields: { readonly [Key in keyof Settings]?: Settings[Key] | undefined }
  readonly at: number
}

/** Stores what is given; what is absent stays. */
export function changeSettings(tx: WriteDb, { fields, at }: SettingsChange): Settings {
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) putSetting(tx, { key, value, at })
  return readSettings(tx)
}

function putSetting(tx: WriteDb, { key, value, at }: { key: string; value: unknown; at: number }): void {
  tx.prepare(`
    INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET value = ?2, updated_at = ?3
  `).run({ 1: key, 2: JSON.stringify(value), 3: at })
  if (synced.has(key)) journal(tx, { op: 'put', kind: 'setting', id: key, at, args: { value } })
  tx.tell({ table: 'settings', id: key, row: { key, value } })
}

function fieldSchema(key: string) {
  return Object.entries(settingsSchema.shape).find(([name]) => name === key)?.[1]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
