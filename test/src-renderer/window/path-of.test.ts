import { expect, test } from 'vitest'
import { byPath } from '../../../src-renderer/window/path-of.ts'

const [notes, picture] = [new File(['a'], 'notes'), new File(['b'], 'picture.png')]

test('in the window what lies on the disk is added by its path, so that a dropped folder is not read as an empty file', () => {
  const bridge = { pathOf: (file: File) => (file === notes ? '/home/notes' : '') }

  expect(byPath([notes, picture], bridge)).toEqual({ paths: ['/home/notes'], files: [picture] })
})

test('a browser tells no path: its files are handed over', () => {
  expect(byPath([notes, picture], null)).toEqual({ paths: [], files: [notes, picture] })
})
