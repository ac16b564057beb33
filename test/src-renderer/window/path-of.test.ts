import { expect, test } from 'vitest'
import { byPath } from '../../../src-renderer/window/path-of.ts'

const [notes, picture] = [new File(['a'], 'notes'), new File(['b'], 'picture.png')]
const dropped = [
  { file: notes, isFolder: true },
  { file: picture, isFolder: false },
]

test('in the window what lies on the disk is added by its path, so that a dropped folder is not read as an empty file', () => {
  const bridge = { pathOf: (file: File) => (file === notes ? '/home/notes' : '') }

  expect(byPath(dropped, bridge)).toEqual({ paths: ['/home/notes'], files: [picture], folders: [] })
})

test('a browser tells no path: its files are handed over, and folders are told of, for they cannot be read', () => {
  expect(byPath(dropped, null)).toEqual({ paths: [], files: [picture], folders: ['notes'] })
})
