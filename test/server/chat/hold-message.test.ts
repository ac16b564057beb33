import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { holdMessage } from '../../../server/chat/hold-message.ts'
import { claimTurn } from '../../../server/chat/turns.ts'
import { messageQuota } from '../../../server/open-chat.ts'
import { sql } from '../../../server/stores/sql.ts'
import { createSqlHistory } from '../../../server/stores/sql-history.ts'
import { newId } from '../../../src-shared/ids.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'
import { lapseClaims } from '../../helpers/server/lapse-claims.ts'
import { openTestServer } from '../../helpers/server/open-test-server.ts'
import { silentLog } from '../../helpers/server/silent-log.ts'

const server = await openTestServer()
afterAll(() => server[Symbol.asyncDispose]())

const { store } = server
const quota = messageQuota(server.usage)
const deps = { store, now: Date.now, history: createSqlHistory(store), quota, log: silentLog }

test('a message that was taken over while the quota could not be asked is held once when it is sent again', async () => {
  const { userId } = await server.signUp()
  const wanted = { userId, message: 'What can you do?', sessionId: newId(), messageId: newId() }
  const begun = await holdMessage(deps, await claimTurn(deps, wanted))
  await lapseClaims(store, userId)
  const away = new AppError('STORE_UNAVAILABLE', { store: 'postgresql' })

  const takenOver = holdMessage(
    { ...deps, quota: { ...quota, isHeld: () => Promise.reject(away) } },
    await claimTurn(deps, wanted),
  )
  await expect(takenOver).rejects.toBe(away)
  const again = await holdMessage(deps, await claimTurn(deps, wanted))

  expect(again.reservation_id).toBe(begun.reservation_id)
  const reserved = sql`SELECT reserved FROM quotas WHERE user_id = ${userId} AND resource_type = 'messages'`
  expect(await store.query(reserved, z.object({ reserved: z.int() }))).toEqual([{ reserved: 1 }])
})
