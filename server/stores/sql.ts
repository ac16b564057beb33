/** A statement whose values can only travel as parameters: the text comes from the source, never from a request. */
export interface Sql {
  readonly text: string
  readonly values: readonly SqlValue[]
}

export type SqlValue = string | number | boolean | Date | Uint8Array | null

/** sql`SELECT … WHERE id = ${id}`; a statement inside a statement becomes part of it. */
export function sql(parts: TemplateStringsArray, ...holes: readonly (SqlValue | Sql)[]): Sql {
  const values: SqlValue[] = []
  const text = parts.reduce((before, part, index) => before + placed(holes[index - 1], values) + part)
  return { text, values }
}

function placed(hole: SqlValue | Sql | undefined, values: SqlValue[]): string {
  if (hole === undefined) throw new TypeError('undefined is no value of a statement; null is')
  if (!isSql(hole)) return `$${values.push(hole)}`
  const offset = values.push(...hole.values) - hole.values.length
  return hole.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
}

const isSql = (hole: SqlValue | Sql): hole is Sql => hole !== null && typeof hole === 'object' && 'text' in hole
