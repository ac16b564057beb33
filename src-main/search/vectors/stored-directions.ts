import type { ReadDb, WriteDb } from '../../db/database.ts'
import { type BlockShape, blockBytes, paddedDimension, sketchBytes } from './code-blocks.ts'
import { type BitShares, groupsOf, signGroups } from './code-book.ts'
import { type Coding, createCoding, type Description } from './coding.ts'
import type { Kernel } from './kernel.ts'
import { firstBeside, firstList, spaceOfList } from './keys.ts'
import type { VectorSpace } from './spaces.ts'
import type { Generation } from './stored-centroids.ts'

interface StoredDescription {
  readonly directions: Buffer
  readonly scales: Buffer
  readonly deviations: Buffer
  readonly four_bits: number
  readonly two_bits: number
  readonly one_bit: number
  readonly slack: number
  /** Null: of a version that did not measure it. */
  readonly own_miss: number | null
  /** 0: of a version whose lists had drafts behind signs. */
  readonly has_sketches: number
}

const readDescription = (db: ReadDb, list: number): StoredDescription | undefined =>
  db.prepare<[number], StoredDescription>('SELECT * FROM vector_directions WHERE list = ?').get(list)

export function readCoding(db: ReadDb, kernel: Kernel, space: Pick<VectorSpace, 'id' | 'dimension' | 'generation'>): Coding {
  const stored = readDescription(db, firstList(space.id, space.generation))
  return { ...createCoding(kernel, space.dimension, stored && fromStored(stored)), unread: unreadIn(stored) }
}

export function shapeOfList(db: ReadDb, list: number): BlockShape {
  const stored = readDescription(db, firstBeside(list))
  const dimension = dimensionOf(db, spaceOfList(list))
  return stored && fromStored(stored)
    ? { kind: 'drafts', groups: groupsOf(sharesOf(stored)), sketch: sketchBytes(paddedDimension(dimension)) }
    : { kind: 'signs', groups: signGroups(dimension), unread: unreadIn(stored) }
}

/** Lists of a version before are searched by their signs until they are made anew. */
export const isOfVersionBefore = (db: ReadDb, { id, generation }: VectorSpace): boolean =>
  unreadIn(readDescription(db, firstList(id, generation))) > 0

const unreadIn = (stored: StoredDescription | undefined): number =>
  stored?.has_sketches === 0 ? blockBytes(groupsOf(sharesOf(stored))) : 0

const dimensionOf = (db: ReadDb, space: number): number =>
  db.prepare<[number], number>('SELECT dimension FROM vector_spaces WHERE id = ?').pluck().get(space) ?? 0

export function writeDescription(tx: WriteDb, { space, generation }: Generation, description: Description): void {
  tx.prepare(`
    INSERT INTO vector_directions (list, directions, scales, deviations, four_bits, two_bits, one_bit, slack, own_miss, has_sketches)
    VALUES (@list, @directions, @scales, @deviations, @fourBits, @twoBits, @oneBit, @slack, @ownMiss, 1)
  `).run({
    ...description.shares,
    list: firstList(space, generation),
    directions: bytesOf(description.directions.rows),
    scales: bytesOf(description.directions.scales),
    deviations: bytesOf(description.deviations),
    slack: description.slack,
    ownMiss: description.ownMiss,
  })
}

function fromStored(stored: StoredDescription): Description | undefined {
  if (stored.has_sketches === 0) return undefined
  return {
    directions: { rows: new Int8Array(stored.directions), scales: floatsOf(stored.scales) },
    deviations: floatsOf(stored.deviations),
    shares: sharesOf(stored),
    slack: stored.slack,
    ownMiss: stored.own_miss ?? Number.POSITIVE_INFINITY,
  }
}

const sharesOf = ({ four_bits, two_bits, one_bit }: StoredDescription): BitShares => ({
  fourBits: four_bits,
  twoBits: two_bits,
  oneBit: one_bit,
})

const bytesOf = ({ buffer, byteOffset, byteLength }: Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const floatsOf = (bytes: Buffer): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: bytes.length / 4 }, (_, n) => bytes.readFloatLE(n * 4))
