import { personaError } from '../../src-shared/desktop/personas.ts'
import { type PersonaRow, personaRow } from '../../src-shared/rows/persona.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import type { ReadDb, WriteDb } from '../db/database.ts'
import { forgetEntries, journal } from '../db/journal.ts'

/** In the person's order. What cannot be read is left out: the rest stays usable. */
export function listPersonas(db: ReadDb): PersonaRow[] {
  const rows = db.prepare(`SELECT ${columns} FROM personas ORDER BY position, created_at, id`).all()
  return rows.map(parse).filter((row) => row !== undefined)
}

export function findPersona(db: ReadDb, id: string): PersonaRow | undefined {
  const row = db.prepare(`SELECT ${columns} FROM personas WHERE id = ?`).get(id)
  return row === undefined ? undefined : parse(row)
}

export function knownPersona(db: ReadDb, id: string): PersonaRow {
  const persona = findPersona(db, id)
  if (!persona) throw new AppError(personaError.unknown, { id })
  return persona
}

export type PersonaFields = Omit<PersonaRow, 'position' | 'created_at' | 'updated_at'>

/** Inserts it at the end, or replaces what is known under its id. Errors: `nameTaken`, in any case of letters. */
export function putPersona(tx: WriteDb, fields: PersonaFields, at: number): PersonaRow {
  const taken = tx.prepare('SELECT id FROM personas WHERE name = ? AND id <> ?').get(fields.name, fields.id)
  if (taken !== undefined) throw new AppError(personaError.nameTaken, { name: fields.name })
  const known = findPersona(tx, fields.id)
  const { position, created_at } = known ?? { position: nextPosition(tx), created_at: at }
  return store(tx, { ...fields, position, created_at, updated_at: at })
}

/** Puts it at this place and the others around it. */
export function movePersona(tx: WriteDb, { id, position }: Pick<PersonaRow, 'id' | 'position'>, at: number): PersonaRow[] {
  const moved = knownPersona(tx, id)
  const others = listPersonas(tx).filter((persona) => persona.id !== id)
  const ordered = others.toSpliced(position, 0, moved)
  return ordered.map((persona, index) =>
    persona.position === index ? persona : store(tx, { ...persona, position: index, updated_at: at }),
  )
}

export const conversationsOf = (db: ReadDb, personaId: string): string[] =>
  db.prepare<[string], string>('SELECT id FROM conversations WHERE persona_id = ?').pluck().all(personaId)

/** The chats that used it are kept; the reference goes with the row. */
export function removePersona(tx: WriteDb, id: string, at: number): void {
  tx.prepare('DELETE FROM personas WHERE id = ?').run(id)
  forgetEntries(tx, 'persona', [id])
  journal(tx, { op: 'remove', kind: 'persona', id, at, args: {} })
  tx.tell({ table: 'personas', id, row: null })
}

const nextPosition = (db: ReadDb): number =>
  db.prepare<[], number>('SELECT coalesce(max(position) + 1, 0) FROM personas').pluck().get() ?? 0

function store(tx: WriteDb, persona: PersonaRow): PersonaRow {
  tx.prepare(`
    INSERT INTO personas (${columns}) VALUES (${names.map((name) => `@${name}`).join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${changed.map((name) => `${name} = @${name}`).join(', ')}
  `).run(stored(persona))
  journal(tx, { op: 'put', kind: 'persona', id: persona.id, at: persona.updated_at, args: persona })
  tx.tell({ table: 'personas', id: persona.id, row: persona })
  return persona
}

const names = Object.keys(personaRow.shape)
const changed = names.filter((name) => name !== 'id' && name !== 'created_at')
const columns = names.join(', ')

const stored = (row: PersonaRow) => ({
  ...row,
  think: row.think === null ? null : Number(row.think),
  collection_ids: row.collection_ids === null ? null : JSON.stringify(row.collection_ids),
})

const parse = (row: unknown): PersonaRow | undefined => personaRow.safeParse(row).data
