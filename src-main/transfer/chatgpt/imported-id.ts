import { createHash } from 'node:crypto'

/** A UUIDv7 of its own for each thing of another app, the same one every time: a second import finds what the first brought. */
export function importedId(key: string, at: number): string {
  const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0').slice(-12)
  const hash = createHash('sha256').update(`hearth import ${key}`).digest('hex')
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}
