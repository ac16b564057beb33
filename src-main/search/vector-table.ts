import type { ReadDb } from '../db/database.ts'

/** The vectors of one embedder in memory: row i is `codes[i * dimension …]` times `scales[i]`. */
export interface VectorTable {
  readonly embedderId: string
  dimension(): number
  size(): number
  codes(): Int8Array
  scales(): Float32Array
  passages(): Float64Array
  /** Numbers into `documentIds`. */
  documents(): Int32Array
  documentIds(): readonly string[]
  /** Reads these passages again: some are new, some changed, some gone. */
  refresh(passages: readonly number[]): void
}

interface StoredVector {
  readonly passage: number
  readonly scale: number
  readonly vector: Buffer
  readonly document_id: string
}

const select = `
  SELECT vectors.passage, vectors.scale, vectors.vector, passages.document_id
  FROM vectors JOIN passages ON passages.rowid = vectors.passage
`
const spare = 1024

export function createVectorTable(db: ReadDb, embedderId: string): VectorTable {
  const rowOf = new Map<number, number>()
  const numbers = createNumbers()
  const rows = createRows()

  function put({ passage, scale, vector, document_id }: StoredVector): void {
    const row = rowOf.get(passage) ?? rows.size()
    if (rows.set(row, { passage, scale, vector, document: numbers.of(document_id) })) rowOf.set(passage, row)
  }

  function remove(passage: number): void {
    const row = rowOf.get(passage)
    if (row === undefined) return
    rowOf.set(rows.remove(row), row)
    rowOf.delete(passage)
  }

  const all = db.prepare<[string], StoredVector>(`${select} WHERE vectors.embedder_id = ?`)
  for (const stored of all.iterate(embedderId)) put(stored)

  return {
    ...rows,
    embedderId,
    documentIds: () => numbers.ids,
    refresh(changed) {
      const one = db.prepare<[string, number], StoredVector>(`${select} WHERE vectors.embedder_id = ? AND vectors.passage = ?`)
      for (const passage of new Set(changed)) {
        const stored = one.get(embedderId, passage)
        if (stored === undefined) remove(passage)
        else put(stored)
      }
    },
  }
}

interface Row {
  readonly passage: number
  readonly document: number
  readonly scale: number
  readonly vector: Buffer
}

/** Columns that grow. */
function createRows() {
  let [dimension, size] = [0, 0]
  let codes = new Int8Array(0)
  let scales = new Float32Array(0)
  let passages = new Float64Array(0)
  let documents = new Int32Array(0)

  function reserve(rows: number): void {
    if (rows <= scales.length) return
    const capacity = Math.ceil(rows * 1.25) + spare
    codes = grown(new Int8Array(capacity * dimension), codes)
    scales = grown(new Float32Array(capacity), scales)
    passages = grown(new Float64Array(capacity), passages)
    documents = grown(new Int32Array(capacity), documents)
  }

  return {
    dimension: () => dimension,
    size: () => size,
    codes: () => codes,
    scales: () => scales,
    passages: () => passages,
    documents: () => documents,

    /** False when it is of another dimension: of another model under the same id, not to be compared with the others. */
    set(row: number, { passage, document, scale, vector }: Row): boolean {
      if (size === 0) dimension = vector.length
      if (vector.length !== dimension) return false
      reserve(row + 1)
      codes.set(new Int8Array(vector.buffer, vector.byteOffset, vector.length), row * dimension)
      scales[row] = scale
      passages[row] = passage
      documents[row] = document
      size = Math.max(size, row + 1)
      return true
    },

    /** The last row takes the place of the one that goes; answers the passage of the one that moved. */
    remove(row: number): number {
      size -= 1
      codes.copyWithin(row * dimension, size * dimension, (size + 1) * dimension)
      scales.copyWithin(row, size, size + 1)
      passages.copyWithin(row, size, size + 1)
      documents.copyWithin(row, size, size + 1)
      return passages[row] ?? 0
    },
  }
}

/** Small numbers for the ids of documents. */
function createNumbers() {
  const known = new Map<string, number>()
  const ids: string[] = []
  return {
    ids,
    of(id: string): number {
      const number = known.get(id) ?? ids.length
      if (number === ids.length) {
        known.set(id, number)
        ids.push(id)
      }
      return number
    },
  }
}

function grown<T extends Int8Array | Float32Array | Float64Array | Int32Array>(larger: T, from: T): T {
  larger.set(from)
  return larger
}
