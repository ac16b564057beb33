import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findEmbedder, findGenerator } from '../../../server/engines/model-files.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

function folderWith(...files: readonly string[]) {
  const folder = tempFolder()
  for (const file of files) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true })
    writeFileSync(join(folder.path, file), '')
  }
  return folder
}

test('the reference’s names are folders under that of the models', () => {
  using folder = folderWith('sentence-transformers/all-mpnet-base-v2/config.json', 'Qwen/Qwen3-1.7B/Qwen3-1.7B-Q8_0.gguf')

  expect(findEmbedder('sentence-transformers/all-mpnet-base-v2', folder.path)).toEqual({
    id: 'all-mpnet-base-v2',
    path: join(folder.path, 'sentence-transformers/all-mpnet-base-v2'),
  })
  expect(findGenerator('Qwen/Qwen3-1.7B', folder.path)).toEqual({
    id: 'Qwen3-1.7B-Q8_0',
    path: join(folder.path, 'Qwen/Qwen3-1.7B/Qwen3-1.7B-Q8_0.gguf'),
  })
})

test('a path is taken as it is', () => {
  using folder = folderWith('small/config.json', 'small.gguf')

  expect(findEmbedder(join(folder.path, 'small'), '/nowhere').id).toBe('small')
  expect(findGenerator(join(folder.path, 'small.gguf'), '/nowhere').id).toBe('small')
})

test('what is not there, or is not one model, stops the start with the name of the setting', () => {
  using folder = folderWith('two/a.gguf', 'two/b.gguf', 'text/readme.txt')

  expect(() => findEmbedder('text', folder.path)).toThrow(/^EMBEDDING_MODEL names no folder/)
  for (const name of ['two', 'text', 'text/readme.txt', 'missing.gguf'])
    expect(() => findGenerator(name, folder.path)).toThrow(/^GENERATION_MODEL names no GGUF/)
})
