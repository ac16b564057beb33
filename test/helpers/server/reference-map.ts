import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** A row of docs/reference-map.md. */
export interface MapRow {
  readonly name: string
  /** Of keys their seconds, of limits their number. */
  readonly figure: string
  readonly isHere: boolean
  readonly madeIn: string
  readonly provedIn: string
  /** The beginning of the title, or the whole of it. */
  readonly provedBy: string
  readonly remark: string
}

/** What a remark begins with whose thing is not there. */
const absent = /^(?:not yet|corrected away)\b/

/** The rows under this heading. `name | (figure) | made in | proved by | remark`. */
export function readMap(heading: string): readonly MapRow[] {
  const docs = readFileSync(join(root, 'docs/reference-map.md'), 'utf8')
  const [, section = ''] = docs.split(`\n## ${heading}\n`)
  const lines = section.split(/\n## /)[0]?.split('\n') ?? []
  return lines
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(rowOf)
}

function rowOf(line: string): MapRow {
  const cells = line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1)
  const [name = '', figure = ''] = cells
  const [madeIn = '', proof = '', remark = ''] = cells.slice(-3)
  const [provedIn = '', provedBy = ''] = proof.split(' › ')
  return {
    ...{ name: bare(name), figure: cells.length > 4 ? figure : '', isHere: !absent.test(remark), remark },
    ...{ madeIn: bare(madeIn), provedIn: bare(provedIn), provedBy: provedBy.replace(/…$/, '') },
  }
}

const bare = (cell: string): string => cell.replaceAll('`', '')

/** From the root of the tree. Errors: when there is no such file. */
export const readTreeFile = (path: string): string => readFileSync(join(root, path), 'utf8')
