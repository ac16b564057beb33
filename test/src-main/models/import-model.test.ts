import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ImportWish, importModel } from '../../../src-main/models/import-model.ts'
import { listModels } from '../../../src-main/models/models.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { type SmallGguf, smallGguf } from '../../helpers/small-gguf.ts'
import { openTestDb } from '../../helpers/test-db.ts'

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-import-'))
  const db = openTestDb()

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

  async function written(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  return { folder, db, take, gguf, onnxFolder, written, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}
type World = Awaited<ReturnType<typeof open>>

test('a GGUF file is taken where it lies, under its own name', async () => {
  await using world = await open()
  const { take, gguf } = world
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
  await using world = await open()
  const { folder, db, take, gguf } = world
  const path = await gguf('some.gguf')
  const link = join(folder, 'link.gguf')
  await symlink(path, link)

  await take({ path })
  await take({ path: link })

  expect(listModels(db)).toHaveLength(1)
})

test('a file without a name of its own gets that of the file', async () => {
  await using world = await open()
  const { take, gguf } = world
  const path = await gguf('my-model.gguf', { more: { 'general.name': { type: 'string', value: '' } } })

  expect((await take({ path })).name).toBe('my-model')
})

test('a file that says it ranks is a reranker', async () => {
  await using world = await open()
  const { take, gguf } = world
  const path = await gguf('rank.gguf', { more: { 'qwen3.pooling_type': { type: 'u32', value: 4 } } })

  expect((await take({ path })).role).toBe('reranker')
})

test('an ONNX folder is an embedder', async () => {
  await using world = await open()
  const { take, onnxFolder } = world
  const path = await onnxFolder()

  expect(await take({ path })).toMatchObject({ role: 'embedder', name: 'my-embedder', path, size_bytes: 4, status: 'ready' })
})

test('an ONNX folder that tells one score for two texts is a reranker, whoever asks for it', async () => {
  await using world = await open()
  const { take, onnxFolder } = world
  const config = { model_type: 'bert', architectures: ['BertForSequenceClassification'], id2label: { 0: 'LABEL_0' } }
  const path = await onnxFolder({ 'config.json': JSON.stringify(config) })

  expect(await take({ path })).toMatchObject({ role: 'reranker', name: 'my-embedder', status: 'ready' })
  expect(await take({ path, role: 'reranker' })).toMatchObject({ role: 'reranker' })
  await expect(take({ path, role: 'embedder' })).rejects.toMatchObject({ data: { why: 'folder_is_reranker' } })
})

describe('refused, and nothing is added', () => {
  test.each<[string, (world: World) => Promise<ImportWish>, object]>([
    [
      'a network that tells texts into three classes',
      async ({ onnxFolder }) => {
        const id2label = { 0: 'entailment', 1: 'neutral', 2: 'contradiction' }
        const config = { model_type: 'bert', architectures: ['BertForSequenceClassification'], id2label }
        return { path: await onnxFolder({ 'config.json': JSON.stringify(config) }) }
      },
      { code: modelError.notAModel, data: { why: 'no_single_score' } },
    ],
    ['what is not there', async ({ folder }) => ({ path: join(folder, 'nowhere') }), { code: modelError.missingFile }],
    [
      'a text file',
      async ({ written }) => ({ path: await written('a.gguf', 'once upon a time, in a land far away') }),
      { code: modelError.notAModel },
    ],
    ['an empty file', async ({ written }) => ({ path: await written('a.gguf', '') }), { code: modelError.notAModel }],
    [
      'a truncated file',
      async ({ written }) => ({ path: await written('a.gguf', smallGguf().subarray(0, -50)) }),
      { code: modelError.damaged },
    ],
    [
      'an unknown architecture, by its name',
      async ({ gguf }) => ({ path: await gguf('a.gguf', { architecture: 'martian' }) }),
      { code: modelError.unsupportedArchitecture, data: { architecture: 'martian' } },
    ],
    [
      'an encoder, which cannot write',
      async ({ gguf }) => ({ path: await gguf('a.gguf', { architecture: 'bert' }) }),
      { code: modelError.unsupportedArchitecture },
    ],
    [
      'a model without layers',
      async ({ gguf }) => ({ path: await gguf('a.gguf', { more: { 'qwen3.block_count': { type: 'u32', value: 0 } } }) }),
      { code: modelError.damaged },
    ],
    [
      'a GGUF file as an embedder',
      async ({ gguf }) => ({ path: await gguf('a.gguf'), role: 'embedder' }),
      { code: modelError.notAModel },
    ],
    ['an empty folder', async ({ folder }) => ({ path: folder }), { code: modelError.missingFile }],
    [
      'a folder as a chat model',
      async ({ onnxFolder }) => ({ path: await onnxFolder(), role: 'chat' }),
      { code: modelError.notAModel },
    ],
    [
      'no tokenizer',
      async ({ onnxFolder }) => ({ path: await onnxFolder({ 'tokenizer.json': null }) }),
      { code: modelError.missingFile },
    ],
    [
      'no network',
      async ({ onnxFolder }) => ({ path: await onnxFolder({ 'onnx/model_quantized.onnx': null }) }),
      { code: modelError.missingFile },
    ],
    [
      'a network that is none',
      async ({ onnxFolder }) => ({ path: await onnxFolder({ 'onnx/model_quantized.onnx': 'GGUF' }) }),
      { code: modelError.notAModel },
    ],
    [
      'a configuration that is none',
      async ({ onnxFolder }) => ({ path: await onnxFolder({ 'config.json': '[' }) }),
      { code: modelError.damaged },
    ],
  ])('%s', async (_, wish, error) => {
    await using world = await open()
    const { db, take } = world
    await expect(wish(world).then(take)).rejects.toMatchObject(error)

    expect(listModels(db)).toEqual([])
  })
})
