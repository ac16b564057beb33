import { messageRow } from '../../src-shared/rows/message.ts'
import type { Db, WriteDb } from './database.ts'
import { journal, withoutBody } from './journal.ts'
import { readRow } from './read-row.ts'
import { messageStandIn } from './stand-ins.ts'

/** Answers that the last run did not finish become `interrupted`, with the words they have. Answers how many. */
export function interruptLeftovers(db: Db, at: number): number {
  const ids = db.prepare<[], string>("SELECT id FROM messages WHERE status = 'writing'").pluck().all()
  if (ids.length > 0)
    // A start that fails here could not even be used to read and delete, so on a full disk the reserve is given up for it.
    db.transact(
      (tx) => {
        for (const id of ids) interrupt(tx, id, at)
      },
      { freesSpace: true },
    )
  return ids.length
}

function interrupt(tx: WriteDb, id: string, at: number): void {
  tx.prepare("UPDATE messages SET status = 'interrupted', updated_at = ? WHERE id = ?").run(at, id)
  const row = readRow(messageRow, tx.prepare('SELECT * FROM messages WHERE id = ?').get(id), messageStandIn)
  if (!row) return
  const isLocal = tx.prepare('SELECT local_only FROM conversations WHERE id = ?').pluck().get(row.conversation_id) === 1
  if (!isLocal) journal(tx, { op: 'put', kind: 'message', id, at, args: withoutBody(row) })
}
