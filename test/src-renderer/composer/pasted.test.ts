import { expect, test } from 'vitest'
import { freeName, longPaste, pastedAttachment } from '../../../src-renderer/composer/pasted.ts'

function clipboard(text: string, files: readonly File[] = []) {
  const list = Object.assign([...files], { item: (index: number) => files[index] ?? null })
  return { getData: () => text, files: list as unknown as FileList }
}

test('a short text is pasted, a long one and files are attached', () => {
  const file = new File(['x'], 'photo.png')

  expect(pastedAttachment(clipboard('a'.repeat(longPaste)))).toBeUndefined()
  expect(pastedAttachment(clipboard('a'.repeat(longPaste + 1)))).toMatchObject({ kind: 'longText' })
  expect(pastedAttachment(clipboard('', [file]))).toEqual({ kind: 'files', files: [file] })
})

test('words that a word processor copies with a picture of them are pasted as words', () => {
  expect(pastedAttachment(clipboard('words', [new File(['x'], 'picture.png')]))).toBeUndefined()
})

test('a second pasted text has a name of its own', () => {
  expect(freeName('Pasted text', [])).toBe('Pasted text.txt')
  expect(freeName('Pasted text', ['Pasted text.txt', 'Pasted text 2.txt'])).toBe('Pasted text 3.txt')
})
