import type { MessageHit } from '../../src-shared/desktop/find.ts'
import { cutSnippet } from '../../src-shared/find/cut-snippet.ts'
import type { FindTerm } from '../../src-shared/find/find-terms.ts'
import { matchTerms } from '../../src-shared/find/match-terms.ts'
import { plainText } from '../../src-shared/find/plain-text.ts'
import type { ReadDb } from '../db/database.ts'

/** Characters of a line below a hit. */
const snippetLength = 160

interface StoredHit {
  readonly id: string
  readonly conversation_id: string
  readonly parent_id: string | null
  readonly role: MessageHit['role']
  readonly text: string
  readonly title: string
  readonly archived: number
  readonly deleted_at: number | null
  readonly created_at: number
}

/** What the page shows of a message; undefined when it is gone meanwhile. */
export function messageHit(db: ReadDb, rowid: number, terms: readonly FindTerm[]): MessageHit | undefined {
  const row = db.prepare<[number], StoredHit>(hitSql).get(rowid)
  if (row === undefined) return undefined
  const { parent_id: _, text, archived, deleted_at, ...shown } = row
  return {
    ...shown,
    snippet: snippetOf(text, terms),
    version: versionOf(db, row),
    archived: archived === 1,
    in_trash: deleted_at !== null,
  }
}

/** Without the signs of Markdown, unless what was found is only among them. */
export function snippetOf(text: string, terms: readonly FindTerm[]): MessageHit['snippet'] {
  const plain = plainText(text)
  const marks = matchTerms(plain, terms)
  const { text: cut, marks: ranges } = marks
    ? cutSnippet(plain, marks, snippetLength)
    : cutSnippet(text, matchTerms(text, terms) ?? [], snippetLength)
  return { text: cut, marks: ranges.map(([start, end]) => [start, end]) }
}

function versionOf(db: ReadDb, { id, conversation_id, parent_id }: StoredHit): MessageHit['version'] {
  const ids = db.prepare<[object], string>(versionsSql).pluck().all({ conversation_id, parent_id })
  return ids.length < 2 ? null : { number: ids.indexOf(id) + 1, of: ids.length }
}

const hitSql = `
  SELECT messages.id, conversation_id, parent_id, role, text, title, archived, conversations.deleted_at, messages.created_at
  FROM messages JOIN conversations ON conversations.id = conversation_id WHERE messages.rowid = ?`

const versionsSql = `
  SELECT id FROM messages WHERE conversation_id = @conversation_id AND parent_id IS @parent_id AND deleted_at IS NULL
  ORDER BY created_at, id`
