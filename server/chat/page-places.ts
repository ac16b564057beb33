import { z } from 'zod'
import { idInAnyCase } from '../../src-shared/api/id-in-any-case.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** A place as callers hand it back: what they make of it leads to their own rows only, because every query holds the user's id. */
const encode = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Until the end of the year 9999: databases have no later ones. */
const at = z
  .int()
  .min(0)
  .max(Date.UTC(10_000, 0) - 1)
const historyPlace = z.tuple([at, idInAnyCase, idInAnyCase])
const conversationPlace = z.tuple([at, idInAnyCase])

interface PlaceOfMessage {
  readonly timestamp: Date
  readonly message_id: string
  readonly session_id: string
}

export const writeMessagePlace = ({ timestamp, message_id, session_id }: PlaceOfMessage): string =>
  encode([timestamp.getTime(), message_id, session_id])

/** Errors: `PAGE_NOT_FOUND`. */
export function readMessagePlace(after: string): PlaceOfMessage {
  const [ms, message_id, session_id] = decode(after, historyPlace)
  return { timestamp: new Date(ms), message_id, session_id }
}

interface PlaceOfConversation {
  readonly last_activity: Date
  readonly session_id: string
}

export const writeConversationPlace = ({ last_activity, session_id }: PlaceOfConversation): string =>
  encode([last_activity.getTime(), session_id])

/** Errors: `PAGE_NOT_FOUND`. */
export function readConversationPlace(after: string): PlaceOfConversation {
  const [ms, session_id] = decode(after, conversationPlace)
  return { last_activity: new Date(ms), session_id }
}

function decode<T>(written: string, place: z.ZodType<T>): T {
  try {
    return place.parse(JSON.parse(Buffer.from(written, 'base64url').toString()))
  } catch (cause) {
    throw new AppError('PAGE_NOT_FOUND', { field: 'after' }, { cause })
  }
}
