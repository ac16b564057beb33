import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'

type Random = () => number

/** Damages a file in one of many ways; the same for the same numbers. Archives are opened and what is inside is damaged as well. */
export function mutate(original: Uint8Array, random: Random): Uint8Array {
  const isZip = original[0] === 0x50 && original[1] === 0x4b
  if (isZip && random() < 0.6) return mutateInside(original, random)
  const times = random() < 0.7 ? 1 : 2 + Math.floor(random() * 6)
  let bytes = original
  for (let time = 0; time < times; time++) bytes = pick(byteWays, random)(bytes, random)
  return bytes
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T

/** Numbers that sizes, counts and offsets are often compared with. */
const edges = [
  0, 1, -1, 127, 128, 255, 256, 32_767, 65_535, 65_536, 2_147_483_647, -2_147_483_648, 4_294_967_295, 999_999_999_999,
]

const byteWays: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  (bytes, random) => bytes.subarray(Math.floor(random() * Math.min(64, bytes.length))),
  function flip(bytes, random) {
    const copy = Uint8Array.from(bytes)
    for (let flips = 0; flips < 1 + random() * 12; flips++) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
    return copy
  },
  function repeat(bytes, random) {
    const [at, end] = range(bytes, random)
    return Buffer.concat([
      bytes.subarray(0, end),
      ...Array(1 + Math.floor(random() ** 3 * 200)).fill(bytes.subarray(at, end)),
      bytes.subarray(end),
    ])
  },
  function drop(bytes, random) {
    const [at, end] = range(bytes, random)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)])
  },
  function wipe(bytes, random) {
    const [at, end] = range(bytes, random)
    return Uint8Array.from(bytes).fill(random() < 0.5 ? 0 : 255, at, end)
  },
  function swap(bytes, random) {
    const [[a, b], [c, d]] = [range(bytes, random), range(bytes, random)].sort((one, other) => one[0] - other[0]) as [
      [number, number],
      [number, number],
    ]
    if (b > c) return bytes
    return Buffer.concat([
      bytes.subarray(0, a),
      bytes.subarray(c, d),
      bytes.subarray(b, c),
      bytes.subarray(a, b),
      bytes.subarray(d),
    ])
  },
  /** Lies about a size: four bytes somewhere become one of the edges. */
  function lie(bytes, random) {
    const copy = Buffer.from(bytes)
    if (copy.length >= 4)
      copy.writeInt32LE(Number(BigInt.asIntN(32, BigInt(pick(edges, random)))), Math.floor(random() * (copy.length - 3)))
    return copy
  },
  /** The same in digits. */
  (bytes, random) => {
    const text = strFromU8(bytes, true)
    const digits = [...text.matchAll(/\d+/g)]
    const found = digits.length > 0 ? pick(digits, random) : undefined
    return found
      ? strToU8(text.slice(0, found.index) + pick(edges, random) + text.slice(found.index + found[0].length), true)
      : bytes
  },
  /** The magic number of something else. */
  (bytes, random) => Buffer.concat([pick(magics, random), bytes.subarray(4)]),
]

const magics = [
  '%PDF-1.7\n',
  'PK\x03\x04',
  '{\\rtf1',
  '\xd0\xcf\x11\xe0',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '<?xml version="1.0" encoding="utf-16"?>',
  'From x\n',
].map((text) => Buffer.from(text, 'latin1'))

function range(bytes: Uint8Array, random: Random): [number, number] {
  const at = Math.floor(random() * bytes.length)
  return [at, Math.min(bytes.length, at + 1 + Math.floor(random() ** 3 * 400))]
}

/** Damage in a part that its checksum would not show, or in the list of the parts. */
function mutateInside(original: Uint8Array, random: Random): Uint8Array {
  const parts: Zippable = unzipSync(original)
  const name = pick(Object.keys(parts), random)
  const part = parts[name]
  const way = Math.floor(random() * 5)
  if (way === 0) delete parts[name]
  else if (way === 1) parts[`../${name}`] = part ?? new Uint8Array()
  else if (part instanceof Uint8Array)
    parts[name] = way === 2 ? mutate(part, random) : strToU8(mutateXml(strFromU8(part), random))
  return zipSync(parts)
}

/** Repeats, drops, swaps, nests or renames whole elements, or enlarges their numbers. */
function mutateXml(xml: string, random: Random): string {
  const tags = xml.split(/(?=<)/)
  const at = Math.floor(random() * tags.length)
  const count = 1 + Math.floor(random() * 6)
  const some = tags.slice(at, at + count)
  const way = Math.floor(random() * 5)
  if (way === 0) tags.splice(at, count)
  else if (way === 1) tags.splice(at, 0, ...Array.from({ length: 1 + Math.floor(random() ** 4 * 300) }, () => some).flat())
  else if (way === 2) tags.splice(at, count, ...some.toReversed())
  else if (way === 3) tags.splice(at, 0, ...Array.from({ length: Math.floor(random() ** 3 * 3000) }, () => some[0] ?? '<a>'))
  else tags.splice(at, count, ...some.map((tag) => tag.replace(/\d+/, String(pick(edges, random)))))
  return tags.join('')
}
