import { createHash } from 'node:crypto'
import { z } from 'zod'
import { newId } from '../../src-shared/ids.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Schedule } from '../jobs/job-kind.ts'
import type { SessionKey } from '../stores/history-store.ts'
import { sql } from '../stores/sql.ts'
import { findOne, type SqlStore } from '../stores/sql-store.ts'

export interface TurnsDeps {
  readonly store: SqlStore
  readonly now: () => number
}

export interface WantedTurn {
  readonly userId: string
  readonly message: string
  /** Unless given, a new conversation. */
  readonly sessionId: string | undefined
  /** Unless given, a new message. */
  readonly messageId: string | undefined
}

const turnRow = z.object({
  user_id: z.string(),
  message_id: z.string(),
  session_id: z.string(),
  answer_id: z.string(),
  content_hash: z.string(),
  asked_at: z.date(),
  reservation_id: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed']),
  claim_id: z.string().nullable(),
})
export type TurnRow = z.infer<typeof turnRow>

const claimedTurn = turnRow.extend({ claim_id: z.string() })
/** Answered by whoever has this: what is written of it names its claim, and touches nothing once another has it. */
export type ClaimedTurn = z.infer<typeof claimedTurn>

/** With what is held of the quota for it. */
export interface HeldTurn extends ClaimedTurn {
  readonly reservation_id: string
}

/** By the database's clock: those of processes differ. Its process renews it; what is not renewed may be taken over. */
const claimEnd = sql`now() + interval '60 seconds'`
const renewMs = 15_000
const retryAfterSeconds = 5
/** So long a message may be sent again. */
const keptMs = 24 * 3_600_000

/** A message that was answered already. Errors: `MESSAGE_CONFLICT`. */
export async function findDone({ store }: TurnsDeps, wanted: WantedTurn): Promise<TurnRow | undefined> {
  if (wanted.messageId === undefined) return undefined
  const known = await findTurn(store, wanted.userId, wanted.messageId)
  if (known !== undefined) refuseOther(known, wanted)
  return known?.state === 'done' ? known : undefined
}

/**
 * From here on this process answers the message, and no other one. Also what another began and did not live to end.
 * Errors: `MESSAGE_CONFLICT`, `MESSAGE_IN_PROGRESS`.
 */
export async function claimTurn({ store, now }: TurnsDeps, wanted: WantedTurn): Promise<ClaimedTurn> {
  const { userId, message, sessionId, messageId = newId(now()) } = wanted
  const claimed = await findOne(
    store,
    sql`
      INSERT INTO chat_turns AS t
        (user_id, message_id, session_id, answer_id, content_hash, asked_at, state, claim_id, claimed_until)
      SELECT id, ${messageId}, ${sessionId ?? newId(now())}, ${newId(now())}, ${hashOf(message)}, ${new Date(now())}, 'running',
        ${newId(now())}, ${claimEnd}
      FROM users WHERE id = ${userId}
      ON CONFLICT (user_id, message_id) DO UPDATE
      SET state = 'running', claim_id = EXCLUDED.claim_id, claimed_until = EXCLUDED.claimed_until
      WHERE t.content_hash = EXCLUDED.content_hash AND (${sessionId === undefined} OR t.session_id = EXCLUDED.session_id)
        AND (t.state = 'failed' OR (t.state = 'running' AND t.claimed_until <= now()))
      RETURNING *`,
    claimedTurn,
  )
  if (claimed !== undefined) return claimed
  const known = await findTurn(store, userId, messageId)
  if (known === undefined) throw new AppError('UNAUTHENTICATED')
  refuseOther(known, wanted)
  throw inProgress()
}

/** Another has it. */
export const inProgress = (): AppError => new AppError('MESSAGE_IN_PROGRESS', { retry_after: retryAfterSeconds })

export interface KeptClaim extends Disposable {
  /** Aborts when another has it, or there is nothing any more to be answered. */
  readonly signal: AbortSignal
}

/** While the answer is written. A database that is away is asked again in a moment. */
export function keepClaim({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn): KeptClaim {
  const lost = new AbortController()
  const renew = async () => {
    const renewed = await store.run(sql`UPDATE chat_turns SET claimed_until = ${claimEnd} WHERE ${isClaimed(turn)}`)
    if (renewed === 0) lost.abort()
  }
  const timer = setInterval(() => void renew().catch(() => undefined), renewMs).unref()
  return { signal: lost.signal, [Symbol.dispose]: () => clearInterval(timer) }
}

export const noteReservation = ({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn, id: string): Promise<number> =>
  store.run(sql`UPDATE chat_turns SET reservation_id = ${id} WHERE ${isClaimed(turn)}`)

const placeRow = z.object({ answered_at: z.date() })

/**
 * When its answer is kept, which is a part of where: the same for whoever keeps one, so that there are never two. Undefined when the
 * claim is lost.
 */
export async function placeAnswer({ store, now }: TurnsDeps, turn: ClaimedTurn): Promise<Date | undefined> {
  const placed = await findOne(
    store,
    sql`
      UPDATE chat_turns SET answered_at = COALESCE(answered_at, ${new Date(now())}), claimed_until = ${claimEnd}
      WHERE ${isClaimed(turn)} RETURNING answered_at`,
    placeRow,
  )
  return placed?.answered_at
}

export const endTurn = ({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn): Promise<number> =>
  store.run(sql`UPDATE chat_turns SET state = 'done' WHERE ${isClaimed(turn)}`)

/** Nothing came of it, and nothing is held for it: sent again it begins anew. */
export const failTurn = ({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn): Promise<number> =>
  store.run(sql`UPDATE chat_turns SET state = 'failed', reservation_id = NULL WHERE ${isClaimed(turn)} AND state = 'running'`)

/** Whoever sends it again need not wait for the claim to end. */
export const freeTurn = ({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn): Promise<number> =>
  store.run(sql`UPDATE chat_turns SET claimed_until = now() WHERE ${isClaimed(turn)}`)

/** `taken`: by another process. `gone`: with its conversation or its user. */
export type Standing = 'held' | 'taken' | 'gone'

export async function standingOf({ store }: Pick<TurnsDeps, 'store'>, turn: ClaimedTurn): Promise<Standing> {
  const known = await findTurn(store, turn.user_id, turn.message_id)
  // Of the same name may be one that came after it was deleted.
  if (known?.answer_id !== turn.answer_id) return 'gone'
  return known.claim_id === turn.claim_id ? 'held' : 'taken'
}

/** What is being answered there is not kept, and may be sent again. */
export const forgetTurns = ({ store }: Pick<TurnsDeps, 'store'>, { user_id, session_id }: SessionKey): Promise<number> =>
  store.run(sql`DELETE FROM chat_turns WHERE user_id = ${user_id} AND session_id = ${session_id}`)

export async function reservationOf(
  { store }: Pick<TurnsDeps, 'store'>,
  { user_id, message_id }: TurnRow,
): Promise<string | undefined> {
  return (await findTurn(store, user_id, message_id))?.reservation_id ?? undefined
}

/** The texts stay where they are. */
export const oldTurns = ({ store, now }: TurnsDeps): Schedule => ({
  ...{ name: 'old_chat_turns', everyMs: 3_600_000 },
  run: () =>
    store.run(sql`
      DELETE FROM chat_turns
      WHERE asked_at < ${new Date(now() - keptMs)} AND (state <> 'running' OR claimed_until < now())`),
})

const isClaimed = ({ user_id, message_id, claim_id }: ClaimedTurn) =>
  sql`user_id = ${user_id} AND message_id = ${message_id} AND claim_id = ${claim_id}`

const findTurn = (store: SqlStore, userId: string, messageId: string): Promise<TurnRow | undefined> =>
  findOne(store, sql`SELECT * FROM chat_turns WHERE user_id = ${userId} AND message_id = ${messageId}`, turnRow)

function refuseOther(known: TurnRow, { message, sessionId }: WantedTurn): void {
  const isSame = known.content_hash === hashOf(message) && (sessionId === undefined || sessionId === known.session_id)
  if (!isSame) throw new AppError('MESSAGE_CONFLICT', { message_id: known.message_id })
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
