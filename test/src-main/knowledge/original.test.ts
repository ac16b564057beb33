import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { originalPath, readOriginal } from '../../../src-main/knowledge/original.ts'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { signal } = new AbortController()
const megabyte = Buffer.alloc(1024 * 1024, 'hearth')

function written(folder: string, content: Buffer | string) {
  const path = join(folder, 'a.pdf')
  writeFileSync(path, content)
  const bytes = Buffer.from(content)
  return { name: 'a.pdf', path, size_bytes: bytes.length, content_hash: createHash('sha256').update(bytes).digest('hex') }
}

const all = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(pieces))
const fault = (code: string) => expect.objectContaining({ code, data: { name: 'a.pdf' } })

test('a file comes in pieces, whole and as it was read', async () => {
  using folder = tempFolder()
  const document = written(folder.path, megabyte)

  const pieces = await Array.fromAsync(readOriginal(document, signal))

  expect(pieces.length).toBeGreaterThan(1)
  expect(Buffer.concat(pieces).equals(megabyte)).toBe(true)
})

test('a file of the same size that says something else ends with an error, whoever has its pieces already', async () => {
  using folder = tempFolder()
  const document = written(folder.path, megabyte)
  const changed = Buffer.from(megabyte)
  changed[changed.length - 1] = 0
  writeFileSync(document.path, changed)

  await expect(all(readOriginal(document, signal))).rejects.toEqual(fault(knowledgeError.originalChanged))
})

test('of a file that grew no byte is handed over', async () => {
  using folder = tempFolder()
  const document = written(folder.path, 'short')
  writeFileSync(document.path, megabyte)
  const pieces: Uint8Array[] = []

  const reading = async (): Promise<void> => {
    for await (const piece of readOriginal(document, signal)) pieces.push(piece)
  }

  await expect(reading()).rejects.toEqual(fault(knowledgeError.originalChanged))
  expect(pieces).toEqual([])
})

test('what is gone, is a folder, or never had a place is missing, to read and to open', async () => {
  using folder = tempFolder()
  const gone = written(folder.path, 'gone')
  rmSync(gone.path)
  const inner = join(folder.path, 'folder.pdf')
  mkdirSync(inner)

  for (const path of [gone.path, inner, null]) {
    await expect(all(readOriginal({ ...gone, path }, signal))).rejects.toEqual(fault(knowledgeError.originalMissing))
    await expect(originalPath({ ...gone, path })).rejects.toEqual(fault(knowledgeError.originalMissing))
  }
})

test('reading stops with the signal', async () => {
  using folder = tempFolder()
  const stopping = new AbortController()
  const pieces = readOriginal(written(folder.path, megabyte), stopping.signal)
  await pieces.next()

  stopping.abort()

  await expect(pieces.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
})

test('a link is opened as what it leads to', async () => {
  using folder = tempFolder()
  const script = join(folder.path, 'run.sh')
  writeFileSync(script, 'echo')
  const path = join(folder.path, 'a.pdf')
  symlinkSync(script, path)

  expect(await originalPath({ name: 'a.pdf', path })).toMatch(/run\.sh$/)
})
