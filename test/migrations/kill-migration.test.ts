import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openUntilKilled } from '../helpers/kill-store.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { openTempStore } from '../helpers/temp-store.ts'
import { migrations, writeVersion } from './write-version.ts'

test('killed while it is brought up to date, a store opens with its rows at the next start', { timeout: 120_000 }, async () => {
  using folder = tempFolder()
  const old = join(folder.path, 'old')
  mkdirSync(old)
  writeVersion(old, 2)

  for (const afterMs of [150, 300, 400, 500, 600, 750, 900, 1200]) {
    const killed = join(folder.path, String(afterMs))
    cpSync(old, killed, { recursive: true })
    await openUntilKilled(killed, afterMs)

    await using store = await openTempStore(killed)

    const texts = store.db
      .prepare("SELECT text FROM messages WHERE text LIKE '%ferry%' OR text LIKE 'At nine%' ORDER BY id")
      .pluck()
      .all()
    expect(texts).toEqual(['When does the ferry leave?', 'At nine [1].'])
    expect(store.db.prepare('SELECT count(*) FROM migrations').pluck().get()).toBe(migrations.length)
    expect(store.db.prepare('PRAGMA quick_check').pluck().get()).toBe('ok')
  }
})
