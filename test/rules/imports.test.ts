import { describe, expect, test } from 'vitest'
import { importsGuard } from '../../scripts/check/imports.ts'
import { found } from './found.ts'

const uses = (...specifiers: string[]): string =>
  `${specifiers.map((specifier, index) => `import * as i${index} from '${specifier}'`).join('\n')}\n\nexport const used = [${specifiers.map((_, index) => `i${index}`).join(', ')}]\n`

const drivers = ['electron', 'better-sqlite3', 'node-llama-cpp', '@huggingface/transformers', 'unpdf', 'mammoth', 'linkedom']
const moreDrivers = ['@mozilla/readability', 'fflate', 'pg', 'mongodb', 'ioredis', 'cassandra-driver', 'stripe', 'ws', 'pino']
const serverDrivers = ['@electric-sql/pglite', 'jose', 'nodemailer', '@opentelemetry/api']

const said = await found(importsGuard, {
  'src-main/chat/drivers.ts': uses(...drivers, ...moreDrivers),
  'server/http/drivers.ts': uses(...serverDrivers, 'fastify'),
  'server/billing/plan.ts': uses('../accounts/user.ts', '../stores/store.ts'),
  'server/accounts/user.ts': uses('jose', '../http/access.ts'),
  'server/stores/store.ts': uses('pg', '../usage/quota.ts', '../app.ts'),
  'server/usage/quota.ts': uses('node:fs'),
  'server/http/access.ts': uses('node:fs'),
  'src-main/chat/driver-types.ts': `import type { Database } from 'better-sqlite3'\n\nexport type Handle = Database\n`,
  'src-main/search/find.ts': uses('../chat/keep-note.ts', '../core/app.ts', '../engine/llama.ts', '../electron/window.ts'),
  'src-main/search/logs.ts': uses('../core/log.ts', '../db/store.ts', '../engine/supervise.ts', 'node:fs'),
  'src-main/core/log.ts': uses('pino'),
  'src-main/core/app.ts': uses('../search/logs.ts', '../cli/ask.ts'),
  'src-main/core/config.ts': uses('./app.ts'),
  'src-main/engine/llama.ts': uses('node-llama-cpp'),
  'src-main/engine/embedder.ts': uses('@huggingface/transformers'),
  'src-main/engine/supervise.ts': uses('../chat/keep-note.ts'),
  'src-main/db/back-up.ts': uses('../search/logs.ts'),
  'src-main/rpc/socket-server.ts': uses('ws', '../core/app.ts'),
  'src-main/electron/window.ts': uses('electron', '../core/main.ts'),
  'src-main/cli/ask.ts': uses('../electron/window.ts'),
  'src-main/chat/circle.ts': `import type { Half } from './circle-half.ts'\n\nexport type Whole = Half | 1\n`,
  'src-main/chat/circle-half.ts': `import type { Whole } from './circle.ts'\n\nexport type Half = Whole[]\n`,
  'src-main/chat/nowhere.ts': uses('./gone.ts'),
  'src-main/chat/tests.ts': uses('../../test/src-main/chat/keep-note.test.ts'),
  'src-main/chat/page.ts': uses('../../src-renderer/main.tsx'),
  'src-shared/impure.ts': uses('node:fs', 'react'),
  'src-renderer/core.ts': uses('../src-main/chat/keep-note.ts', 'node:os'),
  'src-preload/more.ts': uses('../src-shared/note.ts', 'zod'),
  'server/app.ts': uses(
    '../src-main/chat/keep-note.ts',
    '../src-main/search/logs.ts',
    '../src-main/engine/llama.ts',
    '../src-renderer/core.ts',
  ),
})

const expected = [
  'driver-electron at src-main/chat/drivers.ts → electron',
  'driver-better-sqlite3 at src-main/chat/drivers.ts → better-sqlite3',
  'driver-node-llama-cpp at src-main/chat/drivers.ts → node-llama-cpp',
  'driver-transformers at src-main/chat/drivers.ts → @huggingface/transformers',
  'driver-parsers at src-main/chat/drivers.ts → unpdf',
  'driver-parsers at src-main/chat/drivers.ts → mammoth',
  'driver-parsers at src-main/chat/drivers.ts → linkedom',
  'driver-parsers at src-main/chat/drivers.ts → @mozilla/readability',
  'driver-zip at src-main/chat/drivers.ts → fflate',
  'driver-stores at src-main/chat/drivers.ts → pg',
  'driver-stores at src-main/chat/drivers.ts → mongodb',
  'driver-stores at src-main/chat/drivers.ts → ioredis',
  'driver-stores at src-main/chat/drivers.ts → cassandra-driver',
  'driver-stripe at src-main/chat/drivers.ts → stripe',
  'driver-ws at src-main/chat/drivers.ts → ws',
  'driver-pino at src-main/chat/drivers.ts → pino',
  'features-apart at src-main/search/find.ts → src-main/chat/keep-note.ts',
  'features-below-app at src-main/search/find.ts → src-main/core/app.ts',
  'features-below-app at src-main/search/find.ts → src-main/electron/window.ts',
  'engine-by-interface at src-main/search/find.ts → src-main/engine/llama.ts',
  'foundations-below-features at src-main/engine/supervise.ts → src-main/chat/keep-note.ts',
  'foundations-below-features at src-main/db/back-up.ts → src-main/search/logs.ts',
  'foundations-below-features at src-main/rpc/socket-server.ts → src-main/core/app.ts',
  'leaves at src-main/core/config.ts → src-main/core/app.ts',
  'core-knows-no-shell at src-main/core/app.ts → src-main/cli/ask.ts',
  'shells-apart at src-main/cli/ask.ts → src-main/electron/window.ts',
  'roots-are-started at src-main/electron/window.ts → src-main/core/main.ts',
  'cycle at src-main/chat/circle-half.ts → src-main/chat/circle.ts → src-main/chat/circle-half.ts',
  'unresolved at src-main/chat/nowhere.ts → ./gone.ts',
  'nothing-to-test at src-main/chat/tests.ts → test/src-main/chat/keep-note.test.ts',
  'main-arrows at src-main/chat/page.ts → src-renderer/main.tsx',
  'shared-is-pure at src-shared/impure.ts → fs',
  'shared-is-pure at src-shared/impure.ts → react',
  'renderer-arrows at src-renderer/core.ts → src-main/chat/keep-note.ts',
  'renderer-is-a-page at src-renderer/core.ts → os',
  'preload-arrows at src-preload/more.ts → src-shared/note.ts',
  'preload-arrows at src-preload/more.ts → zod',
  'driver-stores at server/http/drivers.ts → @electric-sql/pglite',
  'driver-jose at server/http/drivers.ts → jose',
  'driver-mail at server/http/drivers.ts → nodemailer',
  'driver-opentelemetry at server/http/drivers.ts → @opentelemetry/api',
  'server-features-apart at server/billing/plan.ts → server/accounts/user.ts',
  'server-foundations-below at server/stores/store.ts → server/usage/quota.ts',
  'server-foundations-below at server/stores/store.ts → server/app.ts',
  'server-arrows at server/app.ts → src-main/chat/keep-note.ts',
  'server-arrows at server/app.ts → src-main/engine/llama.ts',
  'server-arrows at server/app.ts → src-renderer/core.ts',
]

test.each(expected)('found: %s', (finding) => {
  expect(said.filter((line) => line === finding || line.startsWith(`${finding}/`))).toHaveLength(1)
})

describe('allowed, and not found', () => {
  test.each([
    ['a driver’s type', 'driver-types.ts'],
    ['what a feature may import: log, db, the engine’s interface, Node', 'src-main/search/logs.ts →'],
    ['a driver in its adapter', 'src-main/core/log.ts →'],
    ['the engine’s driver in its adapter', 'src-main/engine/embedder.ts →'],
    ['a feature of the server on a driver of its own and on what all stand on', 'server/accounts/user.ts →'],
    ['a feature of the server on a store', 'server/billing/plan.ts → server/stores/store.ts'],
    ['the index from the server', 'server/app.ts → src-main/search/logs.ts'],
  ])('%s', (_, place) => {
    expect(said.filter((finding) => finding.includes(place) && !finding.startsWith('cycle'))).toEqual([])
  })
})

test('a file whose imports dependency-cruiser did not read is found, so its silence is never green', async () => {
  const blind = await found(importsGuard, {
    '.dependency-cruiser.mjs': "export default { forbidden: [], options: { exclude: { path: '^src-main/' } } }\n",
  })

  expect(blind).toContain('really-read at src-main/chat/keep-note.ts')
})
