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
  const documentNumbers = new Map<string, number>()
  const documentIds: string[] = []
  let dimension = 0
  let size = 0
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

  function numberOf(documentId: string): number {
    const known = documentNumbers.get(documentId)
    if (known !== undefined) return known
    documentNumbers.set(documentId, documentIds.length)
    return documentIds.push(documentId) - 1
  }

  function put({ passage, scale, vector, document_id }: StoredVector): void {
    if (size === 0) dimension = vector.length
    // Another model under the same id: its vectors cannot be compared with the others.
    if (vector.length !== dimension) return
    const row = rowOf.get(passage) ?? size
    reserve(row + 1)
    codes.set(new Int8Array(vector.buffer, vector.byteOffset, vector.length), row * dimension)
    scales[row] = scale
    passages[row] = passage
    documents[row] = numberOf(document_id)
    rowOf.set(passage, row)
    size = Math.max(size, row + 1)
  }

  /** The last row takes the place of the one that goes. */
  function remove(passage: number): void {
    const row = rowOf.get(passage)
    if (row === undefined) return
    size -= 1
    codes.copyWithin(row * dimension, size * dimension, (size + 1) * dimension)
    scales.copyWithin(row, size, size + 1)
    passages.copyWithin(row, size, size + 1)
    documents.copyWithin(row, size, size + 1)
    rowOf.set(passages[row] ?? passage, row)
    rowOf.delete(passage)
  }

  const all = db.prepare<[string], StoredVector>(`${select} WHERE vectors.embedder_id = ?`)
  for (const stored of all.iterate(embedderId)) put(stored)

  return {
    embedderId,
    dimension: () => dimension,
    size: () => size,
    codes: () => codes,
    scales: () => scales,
    passages: () => passages,
    documents: () => documents,
    documentIds: () => documentIds,
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

function grown<T extends Int8Array | Float32Array | Float64Array | Int32Array>(larger: T, from: T): T {
  larger.set(from)
  return larger
}
