import type { ReadDb, WriteDb } from '../../db/database.ts'
import { type BlockShape, blockBytes, paddedDimension } from './code-blocks.ts'
import { type BitShares, groupsOf, signGroups } from './code-book.ts'
import { type Coding, createCoding, type Description, draftShape } from './coding.ts'
import type { Kernel } from './kernel.ts'
import { firstBeside, firstList, spaceOfList } from './keys.ts'
import { signError } from './sign-error.ts'
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
  /** 0: of a version whose lists had drafts behind signs. */
  readonly has_sketches: number
  /** Null: of a version whose drafts had no tails. */
  readonly tail_four_bits: number | null
  readonly tail_two_bits: number
  readonly tail_one_bit: number
  readonly tail_slack: number
  readonly sketch_error: number
  /** Null: not measured by a version before. */
  readonly own_miss: number | null
  readonly own_tail_miss: number | null
}

const readDescription = (db: ReadDb, list: number): StoredDescription | undefined =>
  db.prepare<[number], StoredDescription>('SELECT * FROM vector_directions WHERE list = ?').get(list)

export function readCoding(db: ReadDb, kernel: Kernel, space: Pick<VectorSpace, 'id' | 'dimension' | 'generation'>): Coding {
  const stored = readDescription(db, firstList(space.id, space.generation))
  return {
    ...createCoding(kernel, space.dimension, stored && fromStored(stored, paddedDimension(space.dimension))),
    unread: unreadIn(stored),
  }
}

export function shapeOfList(db: ReadDb, list: number): BlockShape {
  const stored = readDescription(db, firstBeside(list))
  const dimension = dimensionOf(db, spaceOfList(list))
  return stored?.has_sketches
    ? draftShape(paddedDimension(dimension), groupsOf(sharesOf(stored)), tailGroupsOf(stored))
    : { kind: 'signs', groups: signGroups(dimension), unread: unreadIn(stored) }
}

/** Lists of a version before are searched by what they have, signs or drafts without tails, until they are made anew. */
export function isOfVersionBefore(db: ReadDb, { id, generation }: VectorSpace): boolean {
  const stored = readDescription(db, firstList(id, generation))
  return stored !== undefined && tailSharesOf(stored) === undefined
}

const unreadIn = (stored: StoredDescription | undefined): number =>
  stored?.has_sketches === 0 ? blockBytes(groupsOf(sharesOf(stored))) : 0

const dimensionOf = (db: ReadDb, space: number): number =>
  db.prepare<[number], number>('SELECT dimension FROM vector_spaces WHERE id = ?').pluck().get(space) ?? 0

export function writeDescription(tx: WriteDb, { space, generation }: Generation, description: Description): void {
  tx.prepare(`
    INSERT INTO vector_directions (list, directions, scales, deviations, four_bits, two_bits, one_bit, slack, has_sketches,
      tail_four_bits, tail_two_bits, tail_one_bit, tail_slack, sketch_error, own_miss, own_tail_miss)
    VALUES (@list, @directions, @scales, @deviations, @fourBits, @twoBits, @oneBit, @slack, 1,
      @tailFourBits, @tailTwoBits, @tailOneBit, @tailSlack, @error, @byHead, @byTail)
  `).run({
    ...description.shares,
    ...description.missed,
    ...description.missed.itself,
    tailFourBits: description.tailShares?.fourBits ?? null,
    tailTwoBits: description.tailShares?.twoBits ?? 0,
    tailOneBit: description.tailShares?.oneBit ?? 0,
    list: firstList(space, generation),
    directions: bytesOf(description.directions.rows),
    scales: bytesOf(description.directions.scales),
    deviations: bytesOf(description.deviations),
  })
}

function fromStored(stored: StoredDescription, padded: number): Description | undefined {
  if (stored.has_sketches === 0) return undefined
  const tailShares = tailSharesOf(stored)
  const { slack, tail_slack: tailSlack, own_miss, own_tail_miss } = stored
  const unknown = Number.POSITIVE_INFINITY
  const itself = { byHead: own_miss ?? unknown, byTail: own_tail_miss ?? unknown }
  return {
    directions: { rows: new Int8Array(stored.directions), scales: floatsOf(stored.scales) },
    deviations: floatsOf(stored.deviations),
    shares: sharesOf(stored),
    tailShares,
    missed: {
      ...{ slack, tailSlack: tailShares ? tailSlack : 0, itself },
      error: tailShares ? stored.sketch_error : signError(padded),
    },
  }
}

const tailSharesOf = ({ tail_four_bits: fourBits, tail_two_bits: twoBits, tail_one_bit: oneBit }: StoredDescription) =>
  fourBits === null ? undefined : { fourBits, twoBits, oneBit }

function tailGroupsOf(stored: StoredDescription): number {
  const shares = tailSharesOf(stored)
  return shares ? groupsOf(shares) : 0
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
