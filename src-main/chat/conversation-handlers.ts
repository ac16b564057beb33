import { conversationError, type conversations } from '../../src-shared/desktop/conversations.ts'
import { personaError } from '../../src-shared/desktop/personas.ts'
import type { ConversationRow } from '../../src-shared/rows/conversation.ts'
import type { FeatureHandlers } from '../../src-shared/rpc/contract.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { Db, ReadDb, WriteDb } from '../db/database.ts'
import { journalCompaction, listCompactions } from './compactions.ts'
import { exportConversation } from './conversation-export.ts'
import { importConversation } from './conversation-import.ts'
import {
  type ConversationFields,
  changeConversation,
  eraseConversation,
  findConversation,
  insertConversation,
  isPersona,
  journalConversation,
  knownConversation,
  listConversations,
  newConversation,
} from './conversations.ts'
import { knownFolder } from './folders.ts'
import { allMessages, journalMessage } from './messages.ts'

export interface ConversationDeps {
  readonly db: Db
  readonly now: () => number
  /** UUIDv7. */
  readonly newId: () => string
}

export function createConversationHandlers({ db, now, newId }: ConversationDeps): FeatureHandlers<typeof conversations> {
  const change = (id: string, fields: ConversationFields): ConversationRow =>
    db.transact((tx) => changeConversation(tx, id, { ...fields, at: now() }), { freesSpace: 'deleted_at' in fields })

  return {
    list({ view, limit, before, before_id }) {
      const after = before === undefined || before_id === undefined ? undefined : { updated_at: before, id: before_id }
      const items = listConversations(db, { view, limit, after })
      const last = items.length < limit ? undefined : items.at(-1)
      return { items, next: last ? { before: last.updated_at, before_id: last.id } : null }
    },

    get: ({ id }) => knownConversation(db, id),

    create: ({ id, title, collection_ids = [] }) =>
      db.transact((tx) => {
        const named = title === undefined ? {} : { title, title_source: 'user' as const }
        return insertConversation(tx, { ...newConversation(id, now()), ...named, collection_ids })
      }),

    change: (input) => db.transact((tx) => applyChange(tx, input, now())),
    organise: (input) => db.transact((tx) => organise(tx, input, now()), { freesSpace: input.in_trash === true }),
    trash: ({ id }) => change(id, { deleted_at: now() }),
    restore: ({ id }) => change(inTrash(db, id).id, { deleted_at: null }),
    purge: ({ id }) => db.transact((tx) => eraseConversation(tx, inTrash(tx, id), now()), { freesSpace: true }),
    export: ({ id }) => exportConversation(db, id),
    import: (input) => db.transact((tx) => importConversation(tx, input.export, { newId, at: now() })),
  }
}

type ConversationChange = Parameters<FeatureHandlers<typeof conversations>['change']>[0]

function applyChange(tx: WriteDb, { id, title, ...rest }: ConversationChange, at: number): ConversationRow {
  if (rest.folder_id) knownFolder(tx, rest.folder_id)
  if (rest.persona_id && !isPersona(tx, rest.persona_id)) throw new AppError(personaError.unknown, { id: rest.persona_id })
  const wasLocal = knownConversation(tx, id).local_only
  const named = title === undefined ? {} : { title, title_source: 'user' as const }
  const row = changeConversation(tx, id, { ...given(rest), ...named, at })
  if (wasLocal && !row.local_only) offerWhole(tx, row)
  return row
}

type Organisation = Parameters<FeatureHandlers<typeof conversations>['organise']>[0]

function organise(tx: WriteDb, { ids, in_trash, ...rest }: Organisation, at: number): ConversationRow[] {
  if (rest.folder_id) knownFolder(tx, rest.folder_id)
  const trashed = in_trash === undefined ? {} : { deleted_at: in_trash ? at : null }
  const there = ids.filter((id) => findConversation(tx, id) !== undefined)
  return there.map((id) => changeConversation(tx, id, { ...given(rest), ...trashed, at }))
}

/** What was kept on this device until now is new to sync: all of it. */
function offerWhole(tx: WriteDb, conversation: ConversationRow): void {
  journalConversation(tx, conversation)
  for (const message of allMessages(tx, conversation.id)) if (message.status !== 'writing') journalMessage(tx, message, message)
  for (const compaction of listCompactions(tx, conversation.id)) journalCompaction(tx, compaction)
}

function inTrash(db: ReadDb, id: string): ConversationRow {
  const conversation = knownConversation(db, id)
  if (conversation.deleted_at === null) throw new AppError(conversationError.notInTrash, { id })
  return conversation
}

function given(fields: Omit<ConversationChange, 'id' | 'title'>): ConversationFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
