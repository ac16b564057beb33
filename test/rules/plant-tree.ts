import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const project = join(import.meta.dirname, '../..')

/** The rules themselves, so that what is proven here is what judges the product. */
const configuration = [
  'biome.json',
  'knip.json',
  '.oxlintrc.json',
  '.dependency-cruiser.mjs',
  '.npmrc',
  'tsconfig.base.json',
  'src-shared/tsconfig.json',
  'src-shared/tsconfig.node.json',
  'src-main/tsconfig.json',
  'src-preload/tsconfig.json',
  'src-renderer/tsconfig.json',
  'server/tsconfig.json',
  'test/tsconfig.json',
]

const dependencies = { electron: '1.0.0', zod: '1.0.0' }
const devDependencies = { vitest: '1.0.0' }

/** A product in a dozen lines, one file for each root, that keeps every rule. */
const clean: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'planted', private: true, type: 'module', dependencies, devDependencies }, null, 2)}\n`,
  'package-lock.json': '{ "packages": { "": {}, "node_modules/zod": { "integrity": "sha512-x" } } }\n',
  'src-shared/note.ts': `import { z } from 'zod'

export const note = z.object({ text: z.string() })
export type Note = z.infer<typeof note>
`,
  'src-main/db/store.ts': `import type { Note } from '../../src-shared/note.ts'

export interface Store {
  save(note: Note): Promise<void>
}
`,
  'src-main/chat/keep-note.ts': `import { type Note, note } from '../../src-shared/note.ts'
import type { Store } from '../db/store.ts'

export async function keepNote(store: Store, input: unknown): Promise<Note> {
  const parsed = note.parse(input)
  await store.save(parsed)
  return parsed
}
`,
  'src-main/core/main.ts': `import { keepNote } from '../chat/keep-note.ts'

await keepNote({ save: async () => {} }, { text: 'a' })
`,
  'src-preload/preload.ts': `import { contextBridge } from 'electron'

contextBridge.exposeInMainWorld('hearth', {})
`,
  'src-renderer/main.tsx': `import type { Note } from '../src-shared/note.ts'

const empty: Note = { text: '' }
document.title = empty.text
`,
  'test/src-main/chat/keep-note.test.ts': `import { expect, test } from 'vitest'
import { keepNote } from '../../../src-main/chat/keep-note.ts'

test('a note is saved as it came', async () => {
  const kept = await keepNote({ save: async () => {} }, { text: 'a' })

  expect(kept).toEqual({ text: 'a' })
})
`,
}

export interface PlantedTree extends Disposable {
  readonly root: string
}

/** The clean product with `planted` files added or put in the place of clean ones, in a folder of its own. */
export function plantTree(planted: Readonly<Record<string, string>>): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'hearth-rules-'))
  for (const path of configuration) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    copyFileSync(join(project, path), join(root, path))
  }
  for (const [path, text] of Object.entries({ ...clean, ...planted })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction')
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** A text of that many lines. */
export const lines = (count: number, line: (index: number) => string): string =>
  `${Array.from({ length: count }, (_, index) => line(index)).join('\n')}\n`
