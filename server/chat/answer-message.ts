import type { ChatAnswer } from '../../src-shared/api/chat.ts'
import { modelMissing } from '../engines/model-state.ts'
import type { HistoryMessage } from '../stores/history-store.ts'
import type { AskedMessage, Listener } from './asked-message.ts'
import type { ChatDeps } from './chat-deps.ts'
import { findAnswer } from './find-answer.ts'
import { giveBack } from './give-back.ts'
import { holdMessage } from './hold-message.ts'
import { keepAnswer } from './keep-answer.ts'
import { leaveTurn, settleTurn } from './settle-turn.ts'
import { tellAgain } from './tell-again.ts'
import { type ClaimedTurn, claimTurn, findDone, keepClaim } from './turns.ts'
import { writeTurn } from './write-turn.ts'

/**
 * The reference's six steps: quota, embed, retrieve, generate, store, record. What is held of the quota is counted if there is an
 * answer and given back if not; what a process that died had held returns by itself. Errors: `MODEL_UNAVAILABLE`, `OVERLOADED`,
 * `RATE_LIMITED`, `QUOTA_EXCEEDED`, `MESSAGE_CONFLICT`, `MESSAGE_IN_PROGRESS`, `MESSAGE_TOO_LONG`, `STORE_UNAVAILABLE`, `NOT_FOUND`
 * when its conversation is deleted meanwhile, `aborted`.
 */
export async function answerMessage(deps: ChatDeps, asked: AskedMessage, listener: Listener): Promise<ChatAnswer> {
  const done = await findDone(deps, asked)
  if (done !== undefined) return tellAgain(deps, done, listener)
  const { generator } = deps
  if (generator === undefined) throw modelMissing('GENERATION_MODEL')
  // Before anything is written: a server that cannot keep up does not work for those whom it sends away.
  using generation = generator.join(asked.userId)
  const claimed = await claimTurn(deps, asked)
  using claim = keepClaim(deps, claimed)
  const kept = await findKept(deps, claimed)
  if (kept !== undefined) return goOn(deps, { turn: claimed, kept, asked, listener })
  const turn = await holdMessage(deps, claimed)
  const task = { asked, turn, generation, modelId: generator.modelId }
  const signal = AbortSignal.any([listener.signal, claim.signal])
  const written = await writeTurn(deps, task, { ...listener, signal }).catch((error: unknown) => giveBack(deps, turn, error))
  return keepAnswer(deps, written).catch((error: unknown) => leaveTurn(deps, turn, error))
}

/** Whoever held something for it before died on the way, and may have come as far as the answer. */
async function findKept(deps: ChatDeps, turn: ClaimedTurn): Promise<HistoryMessage | undefined> {
  if (turn.reservation_id === null) return undefined
  return findAnswer(deps.history, turn).catch((error: unknown) => leaveTurn(deps, turn, error))
}

interface KeptTurn {
  readonly turn: ClaimedTurn
  readonly kept: HistoryMessage
  readonly asked: AskedMessage
  readonly listener: Listener
}

/** Of what it was about only the answer is known by now. */
async function goOn(deps: ChatDeps, { turn, kept: answer, asked, listener }: KeptTurn): Promise<ChatAnswer> {
  const counted = { turn, question: asked.message, answer, topics: [], plan: asked.plan }
  await settleTurn(deps, counted).catch((error: unknown) => leaveTurn(deps, turn, error))
  return tellAgain(deps, turn, listener)
}
