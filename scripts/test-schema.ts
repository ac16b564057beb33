import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install, schemathesis } from './schemathesis/install.ts'
import { askAs, ending, isStillThere } from './schemathesis/principals.ts'
import { startServer } from './schemathesis/start-server.ts'

// npm run test:schema [-- --examples N] [--as nobody|user|admin]: Schemathesis, all of its checks, against the running server's own
// description; on embedded stores that are thrown away.

const { values } = parseArgs({ options: { examples: { type: 'string', default: '25' }, as: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'hearth-schema-'))
await install()
const server = await startServer(folder)
const failed: string[] = []
try {
  for (const principal of await askAs(server)) {
    const { name, headers } = principal
    if (values.as !== undefined && values.as !== name) continue
    console.error(`\nSchemathesis as ${name}`)
    const run = { headers, examples: values.examples }
    if (!(await schemathesis(server.url, { ...run, which: { allBut: ending } }))) failed.push(name)
    if (!(await isStillThere(server.url, principal))) failed.push(`${name}, whose sign-in ended on the way`)
    if (!(await schemathesis(server.url, { ...run, which: { only: ending } }))) failed.push(`${name}, asking to be gone`)
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(failed.length === 0 ? 'Schemathesis found nothing.' : `Schemathesis found failures as ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
