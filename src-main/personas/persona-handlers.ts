import type { personas } from '../../src-shared/desktop/personas.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import type { Db, WriteDb } from '../db/database.ts'
import { conversationsOf, knownPersona, listPersonas, movePersona, putPersona, removePersona } from './personas.ts'

export interface PersonaDeps {
  readonly db: Db
  readonly now: () => number
  /** Tells the row of a chat that lost its persona. */
  readonly tellConversation: (tx: WriteDb, id: string) => void
}

export function createPersonaHandlers({ db, now, tellConversation }: PersonaDeps): FeatureHandlers<typeof personas> {
  return {
    list: () => listPersonas(db),
    put: (persona) => db.transact((tx) => putPersona(tx, persona, now())),
    move: (place) => db.transact((tx) => movePersona(tx, place, now())),
    use: ({ id }) => ({ conversations: conversationsOf(db, id).length }),
    remove: ({ id }) =>
      db.transact((tx) => {
        knownPersona(tx, id)
        const using = conversationsOf(tx, id)
        removePersona(tx, id, now())
        for (const each of using) tellConversation(tx, each)
        return { conversations: using.length }
      }),
  }
}
