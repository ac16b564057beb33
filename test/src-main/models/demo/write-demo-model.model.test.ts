import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeDemoEmbedder } from '../../../../src-main/models/demo/write-demo-embedder.ts'
import { writeDemoModel } from '../../../../src-main/models/demo/write-demo-model.ts'

const folder = await mkdtemp(join(tmpdir(), 'hearth-demo-'))
afterAll(async () => await rm(folder, { recursive: true }))

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

test.each([
  [false, 'e3abc22abdaf36d74c08b78b1bf165c806e6a7f62f2b4193545359f92af47dcf'],
  [true, '0a7eaab625edb2cb2b5832ec6b2d2e9c0a75872425123cb639f11d2951cd9e8b'],
])('the demo model is the same file on every machine (thought: %s)', async (thought, expected) => {
  const path = join(folder, `demo-${thought}.gguf`)

  const written = await writeDemoModel(path, { thought })

  expect(written).toEqual({ sizeBytes: 12_748_000, sha256: expected })
  expect(await sha256(path)).toBe(expected)
})

test.each([
  [768, '0c314be8dab30da84044531967fcc31d83d362a0d6245677b5abc27e1415d133'],
  [384, '5b8008ac02c3f00835d2cb4e0796e3755d93769f40b577100067c8d6148b4941'],
])('the embedder of %i dimensions is the same file on every machine', async (dimension, expected) => {
  const directory = join(folder, `embedder-${dimension}`)

  const written = await writeDemoEmbedder(directory, { dimension })

  expect(written.sha256).toBe(expected)
  expect(await sha256(join(directory, 'onnx/model_quantized.onnx'))).toBe(expected)
})

test('an abort leaves neither the file nor a part of it, and an older file stays whole', async () => {
  const path = join(folder, 'aborted/demo.gguf')
  const controller = new AbortController()
  await writeDemoModel(path)
  await writeFile(path, 'older')

  const writing = writeDemoModel(path, {}, controller.signal)
  controller.abort()

  await expect(writing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  expect(await readdir(join(folder, 'aborted'))).toEqual(['demo.gguf'])
  expect(await readFile(path, 'utf8')).toBe('older')
})

test('a path that cannot be written fails with the error of the file system and leaves nothing', async () => {
  await writeFile(join(folder, 'a-file'), '')

  await expect(writeDemoModel(join(folder, 'a-file/demo.gguf'))).rejects.toThrow(/ENOTDIR|EEXIST/)
})
