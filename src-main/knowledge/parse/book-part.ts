import { resolvePart } from './office-relations.ts'

/** An address in a book: percent signs are undone, the place inside the part is left away. */
export function partOf(from: string, address: string): string {
  const [path = ''] = address.split('#', 1)
  return resolvePart(from, unescaped(path))
}

/** The id of the place inside the part that an address leads to; undefined for the part itself. */
export function idIn(address: string): string | undefined {
  const at = address.indexOf('#')
  return at < 0 ? undefined : unescaped(address.slice(at + 1)) || undefined
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
