import { resolvePart } from './office-relations.ts'

/** An address in a book: percent signs are undone, the place inside the part is left away. */
export function partOf(from: string, address: string): string {
  const [path = ''] = address.split('#', 1)
  try {
    return resolvePart(from, decodeURIComponent(path))
  } catch {
    return resolvePart(from, path)
  }
}
