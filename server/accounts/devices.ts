import { z } from 'zod'
import type { Device } from '../../src-shared/api/devices.ts'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlRunner, type SqlTx } from '../stores/sql-store.ts'
import type { AccountDeps } from './account-deps.ts'
import { endFamiliesOfDevice } from './refresh-tokens.ts'

/** Who asks, and from which sign-in. */
export interface AskingDevice {
  readonly userId: string
  readonly familyId: string | undefined
}

export interface PresentedDevice {
  /** As it was given to the client at an earlier sign-in. */
  readonly id: string | undefined
  readonly name: string | undefined
}

const idRow = z.object({ id: z.string() })

/**
 * The device of a sign-in. An id that is not of this account, or that was revoked, is a new device: nobody learns whose it is, and
 * what was revoked stays so.
 */
export async function signInDevice(
  tx: SqlTx,
  userId: string,
  { id, name, at }: PresentedDevice & { readonly at: Date },
): Promise<string> {
  const known = await findOne(
    tx,
    sql`
      UPDATE devices SET last_seen_at = ${at}, name = COALESCE(${name ?? null}, name)
      WHERE id = ${id ?? null} AND user_id = ${userId} AND revoked_at IS NULL RETURNING id`,
    idRow,
  )
  if (known !== undefined) return known.id
  const added = newId(at.getTime())
  await tx.run(sql`
    INSERT INTO devices (id, user_id, name, created_at, last_seen_at) VALUES (${added}, ${userId}, ${name ?? null}, ${at}, ${at})`)
  return added
}

export const sawDeviceOf = (tx: SqlTx, familyId: string, at: Date): Promise<number> =>
  tx.run(sql`UPDATE devices SET last_seen_at = ${at} WHERE id = (SELECT device_id FROM token_families WHERE id = ${familyId})`)

const deviceRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  created_at: z.date(),
  last_seen_at: z.date(),
  is_current: z.boolean(),
})

/** Those that may still be signed in, the one that was seen last first. */
export async function listDevices({ store }: AccountDeps, { userId, familyId }: AskingDevice): Promise<Device[]> {
  const rows = await store.query(
    sql`
      SELECT id, name, created_at, last_seen_at,
        EXISTS (SELECT 1 FROM token_families f WHERE f.device_id = d.id AND f.id = ${familyId ?? null}) AS is_current
      FROM devices d WHERE user_id = ${userId} AND revoked_at IS NULL ORDER BY last_seen_at DESC, id`,
    deviceRow,
  )
  return rows.map(({ created_at, last_seen_at, ...rest }) => ({
    ...{ ...rest, created_at: created_at.toISOString(), last_seen_at: last_seen_at.toISOString() },
  }))
}

/** Errors: `NOT_FOUND`, also for a device of somebody else. */
export async function renameDevice({ store }: AccountDeps, id: string, { userId, name }: RenamedDevice): Promise<void> {
  const named = await store.run(
    sql`UPDATE devices SET name = ${name} WHERE id = ${id} AND user_id = ${userId} AND revoked_at IS NULL`,
  )
  if (named === 0) throw new AppError('NOT_FOUND')
}

export interface RenamedDevice {
  readonly userId: string
  readonly name: string
}

/** Ends every sign-in of the device at once, its access tokens too. Errors: `NOT_FOUND`, also for a device of somebody else. */
export async function revokeDevice({ store, sessions, audit, now }: AccountDeps, id: string, userId: string): Promise<void> {
  const at = new Date(now())
  await store.transact(async (tx) => {
    if (!(await markRevoked(tx, id, { userId, at }))) throw new AppError('NOT_FOUND')
    await endFamiliesOfDevice(tx, id, { reason: 'device', at })
    await sessions.aboutToChange(userId)
    await audit(tx, { action: 'device_revoked', actor_id: userId, user_id: userId, details: { device_id: id } }, at)
  })
  await sessions.forget(userId)
}

async function markRevoked(
  runner: SqlRunner,
  id: string,
  { userId, at }: { readonly userId: string; readonly at: Date },
): Promise<boolean> {
  const revoked = sql`UPDATE devices SET revoked_at = ${at} WHERE id = ${id} AND user_id = ${userId} AND revoked_at IS NULL`
  return (await runner.run(revoked)) === 1
}
