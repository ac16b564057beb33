import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import { modelMissing } from '../engines/model-state.ts'
import type { AskedMessage, Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'
import { findAnswer } from './find-answer.ts'
import { keepAnswer } from './keep-answer.ts'
import { giveBack, leaveTurn, settleTurn } from './settle-turn.ts'
import { tellAgain } from './tell-again.ts'
import { claimTurn, findDone, keepClaim, type TurnRow } from './turns.ts'
import { writeTurn } from './write-turn.ts'

/**
 * The reference's six steps: quota, embed, retrieve, generate, store, record. What is held of the quota is counted if there is an
 * answer and given back if not; what a process that died had held returns by itself. Errors: `MODEL_UNAVAILABLE`, `OVERLOADED`,
 * `RATE_LIMITED`, `QUOTA_EXCEEDED`, `MESSAGE_CONFLICT`, `MESSAGE_IN_PROGRESS`, `MESSAGE_TOO_LONG`, `STORE_UNAVAILABLE`, `aborted`.
 */
export async function answerMessage(deps: ChatDeps, asked: AskedMessage, listener: Listener): Promise<ChatAnswer> {
  const done = await findDone(deps, asked)
  if (done !== undefined) return tellAgain(deps, done, listener)
  const { generator } = deps
  if (generator === undefined) throw modelMissing('GENERATION_MODEL')
  // Before anything is written: a server that cannot keep up does not work for those whom it sends away.
  using generation = generator.join(asked.userId)
  const turn = await claimTurn(deps, asked)
  using _ = keepClaim(deps, turn)
  if (await isKept(deps, turn)) return goOn(deps, { turn, asked, listener })
  const task = { asked, turn, generation, modelId: generator.modelId }
  const written = await writeTurn(deps, task, listener).catch((error: unknown) => giveBack(deps, turn, error))
  return keepAnswer(deps, written).catch((error: unknown) => leaveTurn(deps, turn, error))
}

/** Whoever held something for it before died on the way, and may have come as far as the answer. */
async function isKept(deps: ChatDeps, turn: TurnRow): Promise<boolean> {
  if (turn.reservation_id === null) return false
  const found = await findAnswer(deps.history, turn).catch((error: unknown) => leaveTurn(deps, turn, error))
  return found !== undefined
}

interface KeptTurn {
  readonly turn: TurnRow
  readonly asked: AskedMessage
  readonly listener: Listener
}

async function goOn(deps: ChatDeps, { turn, asked, listener }: KeptTurn): Promise<ChatAnswer> {
  await settleTurn(deps, turn, asked.plan).catch((error: unknown) => leaveTurn(deps, turn, error))
  return tellAgain(deps, turn, listener)
}
