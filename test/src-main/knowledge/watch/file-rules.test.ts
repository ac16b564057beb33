import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { walkFiles } from '../../../../src-main/knowledge/walk-files.ts'
import { createFileRules } from '../../../../src-main/knowledge/watch/file-rules.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const everything: Parameters<typeof createFileRules>[1] = { include: [], exclude: [], use_gitignore: true }

async function walked(root: string, rules: Partial<typeof everything> = {}) {
  const walk = await walkFiles([root], new AbortController().signal, createFileRules(root, { ...everything, ...rules }))
  return walk.files.map(({ path }) => relative(root, path)).toSorted()
}

function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

test('a .gitignore leaves out as git does: from its folder on, the deeper one last, and nothing below a folder that is out', async () => {
  using folder = tempFolder()
  put(folder.path, {
    '.gitignore': '*.log\n/build/\n',
    'a.md': '',
    'a.log': '',
    'build/kept.md': '',
    'build/.gitignore': '!kept.md\n',
    'notes/.gitignore': '!today.log\nsecret.md\n',
    'notes/today.log': '',
    'notes/secret.md': '',
    'notes/build/b.md': '',
  })

  expect(await walked(folder.path)).toEqual(['a.md', 'notes/build/b.md', 'notes/today.log'])
  expect(await walked(folder.path, { use_gitignore: false })).toHaveLength(6)
})

test.each([
  [false, ['a.md', 'build/a.md']],
  [true, ['a.md']],
])('patterns tell large letters from small ones where git does: case ignored is %s', async (ignorecase, expected) => {
  using folder = tempFolder()
  put(folder.path, { '.gitignore': 'Build/\n', 'a.md': '', 'build/a.md': '', 'drafts/b.md': '', 'Drafts-b.MD': '' })
  const rules = createFileRules(folder.path, { ...everything, include: ['*.md'], exclude: ['drafts/'] }, { ignorecase })
  const { files } = await walkFiles([folder.path], new AbortController().signal, rules)
  const names = files.map(({ path }) => relative(folder.path, path)).toSorted()

  expect(names.filter((name) => name !== 'Drafts-b.MD')).toEqual(expected)
  expect(names.includes('Drafts-b.MD')).toBe(ignorecase)
})

test('only what is included comes, and what is excluded does not, whatever else includes it', async () => {
  using folder = tempFolder()
  put(folder.path, { 'a.md': '', 'b.txt': '', 'deep/c.md': '', 'drafts/d.md': '', 'deep/drafts/e.md': '' })

  expect(await walked(folder.path, { include: ['*.md'] })).toEqual(['a.md', 'deep/c.md', 'deep/drafts/e.md', 'drafts/d.md'])
  expect(await walked(folder.path, { include: ['*.md'], exclude: ['drafts/'] })).toEqual(['a.md', 'deep/c.md'])
  expect(await walked(folder.path, { exclude: ['/drafts/'] })).toEqual(['a.md', 'b.txt', 'deep/c.md', 'deep/drafts/e.md'])
})

test('a link that leads back in a circle ends, and one that leads outside is no part of the folder', async () => {
  using folder = tempFolder()
  using outside = tempFolder()
  put(folder.path, { 'a.md': '', 'deep/b.md': '' })
  put(outside.path, { 'private.md': '' })
  symlinkSync(folder.path, join(folder.path, 'deep', 'circle'))
  symlinkSync(outside.path, join(folder.path, 'elsewhere'))
  symlinkSync(join(outside.path, 'private.md'), join(folder.path, 'private.md'))

  expect(await walked(folder.path)).toEqual(['a.md', 'deep/b.md'])
})
