import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { commandOf } from '../../../server/admin/run-command.ts'
import { appendAudit, verifyChain } from '../../../server/audit/audit-log.ts'
import { openPglite } from '../../../server/stores/pglite.ts'
import { sql } from '../../../server/stores/sql.ts'
import { hastyStore } from '../../helpers/server/hasty-store.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { readExposition } from '../../helpers/server/read-exposition.ts'
import { logTo } from '../../helpers/server/silent-log.ts'

// More entries than one statement may read in its time.

const entries = 2100
const logged: string[] = []
const opened = new AsyncDisposableStack()
const store = opened.use(await openPglite(undefined))
const server = opened.use(await openTestServer({ store: hastyStore(store, 1000), log: logTo((line) => void logged.push(line)) }))
afterAll(() => opened.disposeAsync())

await store.transact(async (tx) => {
  const event = { action: 'signed_in', actor_id: null, user_id: null } as const
  for (let n = 0; n < entries; n++) await appendAudit(tx, event, new Date(server.clock.at))
})

/** An entry is another one for as long as this takes. */
async function whileChanged<T>(seq: number, work: () => Promise<T>): Promise<T> {
  await store.run(sql`UPDATE audit_log SET action = 'signed_out' WHERE seq = ${seq}`)
  try {
    return await work()
  } finally {
    await store.run(sql`UPDATE audit_log SET action = 'signed_in' WHERE seq = ${seq}`)
  }
}

async function checkedDaily() {
  const before = logged.length
  await server.jobs.schedules.find(({ name }) => name === 'audit_log_check')?.run(AbortSignal.timeout(30_000))
  return logged.slice(before).map((line) => z.looseObject({ level: z.int(), event: z.string() }).parse(JSON.parse(line)))
}

const broken = async () => readExposition((await server.call('GET /metrics')).text).value('audit_log_broken_total', {})

test.each([1, 1000, 1001, 2000, entries])(
  'a log of many pages holds as a whole, and shows that entry %i was changed',
  async (seq) => {
    expect(await verifyChain(server.store)).toMatchObject({ entries, tampered_at: null })

    expect(await whileChanged(seq, () => verifyChain(server.store))).toMatchObject({ entries: seq - 1, tampered_at: seq })
  },
)

test('an entry that is missing where a page ends shows at the next one', async () => {
  const gone = new Error('put back')
  const checked = store.transact(async (tx) => {
    await tx.run(sql`DELETE FROM audit_log WHERE seq = 1001`)
    expect(await verifyChain(tx)).toMatchObject({ entries: 1000, tampered_at: 1002 })
    throw gone
  })

  await expect(checked).rejects.toBe(gone)
})

test('the daily check tells the log how long the chain is and its head; one that is broken is an error, and audit_log_broken_total counts it', async () => {
  const { head } = await verifyChain(store)

  const held = await checkedDaily()
  const before = await broken()
  const wrong = await whileChanged(7, checkedDaily)

  expect(held).toMatchObject([{ level: 30, entries, head, event: 'the audit log holds' }])
  expect(wrong).toMatchObject([{ level: 50, tampered_at: 7, event: 'the audit log is not what was written' }])
  expect([before, await broken()]).toEqual([0, 1])
})

test('the command says what holds, and fails in words where something does not', async () => {
  const check = () => commandOf(['check-audit'])(server)

  expect(await check()).toMatchObject({ entries })
  await expect(whileChanged(9, check)).rejects.toThrow('Entry 9 of the audit log is not what was written. The 8 before it are.')
})
