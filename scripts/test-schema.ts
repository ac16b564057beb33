import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install, schemathesis } from './schemathesis/install.ts'
import { askAs } from './schemathesis/principals.ts'
import { startServer } from './schemathesis/start-server.ts'

// npm run test:schema [-- --examples N] [--as nobody|user|admin]: Schemathesis, all of its checks, against the running server's own
// description; on embedded stores that are thrown away.

const { values } = parseArgs({ options: { examples: { type: 'string', default: '25' }, as: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'hearth-schema-'))
await install()
const server = await startServer(folder)
const failed: string[] = []
try {
  for (const { name, headers } of await askAs(server)) {
    if (values.as !== undefined && values.as !== name) continue
    console.error(`\nSchemathesis as ${name}`)
    if (!(await schemathesis(server.url, { headers, examples: values.examples }))) failed.push(name)
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(failed.length === 0 ? 'Schemathesis found nothing.' : `Schemathesis found failures as ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
