import { droppedOn } from '../window/path-of.ts'
import type { FileToAttach } from './attachment-store.ts'

/** A longer text is read better as a document: it is cut into passages, and the question stays short. */
export const longPaste = 4000

export type Pasted =
  | { readonly kind: 'files'; readonly files: readonly FileToAttach[] }
  | { readonly kind: 'longText'; readonly text: string }

/** What becomes an attachment instead of words in the field; undefined is pasted as usual. */
export function pastedAttachment(data: Pick<DataTransfer, 'files' | 'getData'>): Pasted | undefined {
  const text = data.getData('text/plain')
  // A word processor hands over a picture of its text as well: then the text is meant.
  if (data.files.length > 0 && text === '') return { kind: 'files', files: [...data.files] }
  return text.length > longPaste ? { kind: 'longText', text } : undefined
}

/** "Pasted text.txt", then "Pasted text 2.txt". */
export function freeName(name: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? `${name}.txt` : `${name} ${n}.txt`
    if (!taken.includes(candidate)) return candidate
  }
}

/** Folders among what is dropped are told apart from files: a browser hands them over as empty files. */
export const droppedFiles = (data: DataTransfer): FileToAttach[] =>
  droppedOn(data).map(({ file, isFolder }) => {
    const { name, size, type } = file
    return { name, size, type, isFolder, arrayBuffer: () => file.arrayBuffer() }
  })
