import { createHash } from 'node:crypto'

/** The same for the same things, in the form of any other id. */
export function demoId(...things: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(things)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
