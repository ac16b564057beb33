import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chatError } from '../../src-shared/desktop/chat.ts'
import { modelError } from '../../src-shared/desktop/models.ts'
import { embedderError } from '../../src-shared/engine/embedder.ts'
import { llamaError } from '../../src-shared/engine/llama.ts'
import { startCoreProcess } from '../helpers/core-process.ts'
import { ensureTestModels } from '../helpers/models/test-models.ts'
import { smallGguf } from '../helpers/small-gguf.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { ask, expectAnswers, expectInWords, importFiles, knownFact, newCollection, refusalOf } from './bad-input.ts'

const write = (folder: string, name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

test('what is no model, or a damaged or foreign one, is refused by its name and nothing is added', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  const whole = smallGguf()
  const file = (name: string, content: string | Uint8Array) => write(folder.path, `models/${name}`, content)
  const embedder = join((await ensureTestModels('embedder')).embedder)
  const without = (name: string, missing: string) => {
    const path = join(folder.path, 'models', name)
    cpSync(embedder, path, { recursive: true })
    rmSync(join(path, missing))
    return path
  }
  const garbledOnnx = without('garbled-onnx', 'onnx/model_quantized.onnx')
  write(garbledOnnx, 'onnx/model_quantized.onnx', 'this is no network')
  const garbledConfig = without('garbled-config', 'config.json')
  write(garbledConfig, 'config.json', '{"model_type":')

  const cases: readonly (readonly [string, string, string])[] = [
    [file('half.gguf', whole.subarray(0, whole.length / 2)), modelError.damaged, 'damaged'],
    [file('header.gguf', whole.subarray(0, 300)), modelError.damaged, 'damaged'],
    [file('garbage.gguf', 'not a model at all '.repeat(500)), modelError.notAModel, 'no model'],
    [file('empty.gguf', ''), modelError.notAModel, 'no model'],
    [
      file('foreign.gguf', smallGguf({ architecture: 'bert-unknown-thing' })),
      modelError.unsupportedArchitecture,
      'bert-unknown-thing',
    ],
    [join(folder.path, 'nowhere.gguf'), modelError.missingFile, 'nowhere.gguf'],
    [without('no-tokenizer', 'tokenizer.json'), modelError.missingFile, 'tokenizer.json'],
    [without('no-network', 'onnx/model_quantized.onnx'), modelError.missingFile, 'onnx'],
    [garbledOnnx, modelError.notAModel, 'no model'],
    [garbledConfig, modelError.damaged, 'damaged'],
  ]
  const before = await api.models.list()
  for (const [path, code, words] of cases) expectInWords(await refusalOf(api.models.import({ path })), code, words)

  expect(await api.models.list()).toEqual(before)
  expect(await api.models.import({ path: file('whole.gguf', whole) })).toMatchObject({ role: 'chat', status: 'ready' })
  expect(core.said()).toBe('')
})

test('a model whose file was damaged after it was added fails the answer in words; the question stays and another model answers it', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  await api.models.addDemo()
  const collectionIds = [await newCollection(core)]
  await importFiles(core, collectionIds[0] ?? '', [write(folder.path, 'boiler.txt', knownFact)])
  const { scripted } = await ensureTestModels('scripted')
  const own = join(folder.path, 'own.gguf')
  copyFileSync(scripted, own)
  const { id: modelId } = await api.models.import({ path: own })
  expect((await ask(core, 'Good morning', { modelId })).reply.status).toBe('complete')
  await api.models.unload()

  const failures: { damage: () => void; code: string; words: string }[] = [
    { damage: () => truncateSync(own, Math.floor(statSync(own).size * 0.7)), code: modelError.damaged, words: 'damaged' },
    { damage: () => writeFileSync(own, 'overwritten '.repeat(100)), code: modelError.notAModel, words: 'no model' },
    // Its header is whole, its tensors are not those of the kind it says it is.
    { damage: () => writeFileSync(own, smallGguf()), code: llamaError.damaged, words: 'Your chat is safe' },
    { damage: () => truncateSync(own, 0), code: llamaError.notAGguf, words: 'not a GGUF' },
  ]
  for (const { damage, code, words } of failures) {
    damage()
    const { question, reply } = await ask(core, 'Is anybody there?', { modelId })
    expect(question).toMatchObject({ text: 'Is anybody there?', status: 'complete' })
    expect(reply).toMatchObject({ status: 'failed', text: '' })
    expectInWords(reply.fault, code, words)
  }
  rmSync(own)
  expectInWords(await refusalOf(ask(core, 'And now?', { modelId })), modelError.missingFile, 'own.gguf')

  await expectAnswers(core, collectionIds)
  copyFileSync(scripted, own)
  expect((await ask(core, 'Good evening', { modelId })).reply.status).toBe('complete')
  expect(core.said()).toBe('')
})

test('an embedder that was damaged after it was added stops the import with its reason; questions are answered by words, and the import goes on once it is mended', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)
  const { api } = core
  const [, demoEmbedder] = await api.models.addDemo()
  const collectionId = await newCollection(core)
  await importFiles(core, collectionId, [write(folder.path, 'boiler.txt', knownFact)])
  const weights = join(demoEmbedder?.path ?? '', 'onnx/model_quantized.onnx')
  const tokenizer = join(demoEmbedder?.path ?? '', 'tokenizer.json')
  const whole = { weights: readFileSync(weights), tokenizer: readFileSync(tokenizer) }

  for (const { damage, code, words } of [
    { damage: () => truncateSync(weights, 20_000), code: embedderError.damaged, words: 'documents are safe' },
    { damage: () => rmSync(tokenizer), code: embedderError.missingFile, words: 'tokenizer.json' },
  ]) {
    damage()
    await core[Symbol.asyncDispose]()
    await using next = await startCoreProcess(folder.path)
    const { job, documents } = await importFiles(next, collectionId, [
      write(folder.path, 'pump.txt', `The pump is blue. ${code}`),
    ])
    expect(job).toMatchObject({ status: 'stopped', done: 0, failed: 0 })
    expectInWords(documents.get('pump.txt')?.fault, code, words)
    await expectAnswers(next, [collectionId])

    writeFileSync(weights, whole.weights)
    writeFileSync(tokenizer, whole.tokenizer)
    await next.api.documents.resumeJob({ id: job.id })
    await expect
      .poll(async () => (await next.api.documents.jobs()).find(({ id }) => id === job.id), { timeout: 20_000 })
      .toMatchObject({ status: 'done', done: 1, failed: 0 })
    expect(next.said()).toBe('')
  }
})

test('without any model the question is refused before anything is lost, in words that say what to do', async () => {
  using folder = tempFolder()
  await using core = await startCoreProcess(folder.path)

  expectInWords(await refusalOf(ask(core, 'Hello?')), chatError.noModel, 'demo')
  await core.api.models.addDemo()
  const { reply } = await ask(core, 'Hello?')
  expect(reply.status).toBe('complete')
})
