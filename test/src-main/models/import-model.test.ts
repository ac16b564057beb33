import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../../src-main/db/database.ts'
import { type ImportWish, importModel } from '../../../src-main/models/import-model.ts'
import { listModels } from '../../../src-main/models/models.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { type SmallGguf, smallGguf } from '../../helpers/small-gguf.ts'
import { openTestDb } from '../../helpers/test-db.ts'

let folder: string
let db: Db

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-import-'))
  db = openTestDb()
})
afterEach(() => rm(folder, { recursive: true }))

const take = (wish: ImportWish) => importModel({ db, now: () => 7 }, wish)

async function gguf(name: string, options: SmallGguf = {}): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, smallGguf(options))
  return path
}

async function onnxFolder(files: Readonly<Record<string, string | null>> = {}): Promise<string> {
  const path = join(folder, 'my-embedder')
  const whole = {
    'config.json': '{"model_type":"bert"}',
    'tokenizer.json': '{}',
    'onnx/model_quantized.onnx': '\x08\x07',
    ...files,
  }
  await mkdir(join(path, 'onnx'), { recursive: true })
  for (const [file, content] of Object.entries(whole)) if (content !== null) await writeFile(join(path, file), content)
  return path
}

test('a GGUF file is taken where it lies, under its own name', async () => {
  const path = await gguf('some.gguf')

  expect(await take({ path })).toEqual({
    id: expect.stringMatching(/^file-[0-9a-f]{16}$/),
    role: 'chat',
    name: 'Small',
    path,
    size_bytes: smallGguf().length,
    received_bytes: smallGguf().length,
    sha256: null,
    status: 'ready',
    fault: null,
    created_at: 7,
    updated_at: 7,
  })
})

test('the same file is the same model, also by another way to it', async () => {
  const path = await gguf('some.gguf')
  const link = join(folder, 'link.gguf')
  await symlink(path, link)

  await take({ path })
  await take({ path: link })

  expect(listModels(db)).toHaveLength(1)
})

test('a file without a name of its own gets that of the file', async () => {
  const path = await gguf('my-model.gguf', { more: { 'general.name': { type: 'string', value: '' } } })

  expect((await take({ path })).name).toBe('my-model')
})

test('a file that says it ranks is a reranker', async () => {
  const path = await gguf('rank.gguf', { more: { 'qwen3.pooling_type': { type: 'u32', value: 4 } } })

  expect((await take({ path })).role).toBe('reranker')
})

test('an ONNX folder is an embedder', async () => {
  const path = await onnxFolder()

  expect(await take({ path })).toMatchObject({ role: 'embedder', name: 'my-embedder', path, size_bytes: 4, status: 'ready' })
})

describe('refused, and nothing is added', () => {
  test.each<[string, () => Promise<ImportWish>, object]>([
    ['what is not there', async () => ({ path: join(folder, 'nowhere') }), { code: modelError.missingFile }],
    [
      'a text file',
      async () => ({ path: await written('a.gguf', 'once upon a time, in a land far away') }),
      { code: modelError.notAModel },
    ],
    ['an empty file', async () => ({ path: await written('a.gguf', '') }), { code: modelError.notAModel }],
    [
      'a truncated file',
      async () => ({ path: await written('a.gguf', smallGguf().subarray(0, -50)) }),
      { code: modelError.damaged },
    ],
    [
      'an unknown architecture, by its name',
      async () => ({ path: await gguf('a.gguf', { architecture: 'martian' }) }),
      { code: modelError.unsupportedArchitecture, data: { architecture: 'martian' } },
    ],
    [
      'an encoder, which cannot write',
      async () => ({ path: await gguf('a.gguf', { architecture: 'bert' }) }),
      { code: modelError.unsupportedArchitecture },
    ],
    [
      'a model without layers',
      async () => ({ path: await gguf('a.gguf', { more: { 'qwen3.block_count': { type: 'u32', value: 0 } } }) }),
      { code: modelError.damaged },
    ],
    [
      'a GGUF file as an embedder',
      async () => ({ path: await gguf('a.gguf'), role: 'embedder' }),
      { code: modelError.notAModel },
    ],
    ['an empty folder', async () => ({ path: folder }), { code: modelError.missingFile }],
    ['a folder as a chat model', async () => ({ path: await onnxFolder(), role: 'chat' }), { code: modelError.notAModel }],
    ['no tokenizer', async () => ({ path: await onnxFolder({ 'tokenizer.json': null }) }), { code: modelError.missingFile }],
    [
      'no network',
      async () => ({ path: await onnxFolder({ 'onnx/model_quantized.onnx': null }) }),
      { code: modelError.missingFile },
    ],
    [
      'a network that is none',
      async () => ({ path: await onnxFolder({ 'onnx/model_quantized.onnx': 'GGUF' }) }),
      { code: modelError.notAModel },
    ],
    [
      'a configuration that is none',
      async () => ({ path: await onnxFolder({ 'config.json': '[' }) }),
      { code: modelError.damaged },
    ],
  ])('%s', async (_, wish, error) => {
    await expect(wish().then(take)).rejects.toMatchObject(error)

    expect(listModels(db)).toEqual([])
  })

  async function written(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }
})
