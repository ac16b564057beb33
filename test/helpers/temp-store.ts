import { createHash } from 'node:crypto'
import { insertConversation } from '../../src-main/chat/conversations.ts'
import { insertMessage } from '../../src-main/chat/messages.ts'
import { type Db, openDatabase, type ReadDb } from '../../src-main/db/database.ts'
import { openStore, type Store, type StoreOptions } from '../../src-main/db/open-store.ts'
import { storePath } from '../../src-main/db/store-files.ts'
import { rowCounts } from '../../src-main/db/store-summary.ts'
import { conversationWith, messageWith } from './conversation-rows.ts'
import { migrationsFolder } from './test-db.ts'

export const testKey = 'c0ffee'.padEnd(64, '7')

/** The store of a data folder as the core opens it. */
export const openTempStore = (folder: string, options: Partial<StoreOptions> = {}): Promise<Store> =>
  openStore({ folder, key: testKey, migrationsFolder, now: Date.now, report: failLoudly, checkAfterMs: 600_000, ...options })

function failLoudly(error: unknown): void {
  throw error
}

/** The file itself, past the core. */
export const openFileOf = (folder: string) => openDatabase(storePath(folder), testKey)

/** A conversation with so many messages, each the answer to the one before. */
export function addConversation(db: Db, messages = 2): string {
  return db.transact((tx) => {
    const conversation = insertConversation(tx, conversationWith())
    let parent_id: string | null = null
    for (let n = 0; n < messages; n++) {
      const role = n % 2 === 0 ? 'user' : 'assistant'
      parent_id = insertMessage(
        tx,
        messageWith({ conversation_id: conversation.id, parent_id, role, text: `text ${n} ${'words '.repeat(20)}` }),
      ).id
    }
    return conversation.id
  })
}

/** A hash of every row of every table: equal for equal content, whatever the file looks like. */
export function contentHash(db: ReadDb): string {
  const hash = createHash('sha256')
  for (const table of Object.keys(rowCounts(db))) {
    const rows = db
      .prepare(`SELECT * FROM "${table}"`)
      .all()
      .map((row) => JSON.stringify(row))
    hash.update(`${table}\n${rows.sort().join('\n')}\n`)
  }
  return hash.digest('hex')
}
