import { expect, test } from 'vitest'
import { unusedGuard } from '../../scripts/check/unused.ts'
import { found } from './found.ts'

test('what nothing uses is found: a file, an export, a type, a package; and a package nobody declared', async () => {
  const said = await found(unusedGuard, {
    'src-main/chat/forgotten.ts': `export const forgotten = 1\n`,
    'src-shared/note.ts': `import { z } from 'zod'

export const note = z.object({ text: z.string() })
export type Note = z.infer<typeof note>
export const unused = 1
export type Unused = 1
`,
    'src-renderer/main.tsx': `import type { Store } from 'zustand'\n\nexport const store: Store | undefined = undefined\n`,
    'package.json': `{ "name": "planted", "type": "module", "dependencies": { "electron": "1.0.0", "pino": "1.0.0", "zod": "1.0.0" }, "devDependencies": { "fast-check": "1.0.0", "vitest": "1.0.0" } }\n`,
  })

  expect(said.toSorted()).toEqual([
    'dependencies at package.json pino',
    'devDependencies at package.json fast-check',
    'exports at src-shared/note.ts:5 unused',
    'files at src-main/chat/forgotten.ts',
    'types at src-shared/note.ts:6 Unused',
    'unlisted at src-renderer/main.tsx:1 zustand',
  ])
})
