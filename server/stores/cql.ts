/** A statement whose values can only travel as parameters: the text comes from the source, never from a request. */
export interface Cql {
  readonly text: string
  readonly values: readonly CqlValue[]
}

/** Undefined leaves a column as it is; null would write a tombstone. */
export type CqlValue = string | number | boolean | Date | ReadonlyMap<string, string> | undefined

/** cql`SELECT … WHERE id = ${id}`; a statement inside a statement becomes part of it. */
export function cql(parts: TemplateStringsArray, ...holes: readonly (CqlValue | Cql)[]): Cql {
  const placed = holes.map((hole) => (isCql(hole) ? hole : { text: '?', values: [hole] }))
  const text = parts.reduce((before, part, index) => before + (placed[index - 1]?.text ?? '') + part)
  return { text, values: placed.flatMap(({ values }) => values) }
}

/** A map of a message is no statement, whatever keys it has: its values are text. */
const isCql = (hole: CqlValue | Cql): hole is Cql => typeof hole === 'object' && 'values' in hole && Array.isArray(hole.values)
