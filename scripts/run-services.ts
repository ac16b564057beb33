import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { processEnvironment, readConfig } from '../server/config.ts'
import { StartFault } from '../server/start-fault.ts'
import { root } from './root.ts'
import { fetchCassandra } from './services/cassandra.ts'
import { checkServices } from './services/check/check-services.ts'
import { buildFerretdb } from './services/ferretdb.ts'
import { isAsWanted, programs, startServices, stopServices } from './services/kept-services.ts'

/** `npm run services:up [-- redis …]`, `services:down`, `services:check`, `services:build`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string', default: join(root, '.services') } },
})
const [command = '', ...names] = positionals
const commands: Readonly<Record<string, () => Promise<boolean>>> = { up, down, check, build }
const chosen = commands[command]
if (chosen === undefined) console.error(`There is no "${command}". There are: ${Object.keys(commands).join(', ')}.`)
process.exitCode = (await chosen?.().catch(tellFault)) ? 0 : 1

function tellFault(error: unknown): false {
  if (!(error instanceof StartFault)) throw error
  console.error(error.message)
  return false
}

async function up(): Promise<boolean> {
  const wanted = programs.filter(({ name }) => names.length === 0 || names.includes(name.toLowerCase()))
  const started = await startServices(values.folder, wanted)
  for (const { name, state } of started) console.log(`${name.padEnd(12)}${state}`)
  console.log(`Addresses: ${join(values.folder, 'env')}`)
  return isAsWanted(started, { isNamed: names.length > 0 })
}

async function down(): Promise<boolean> {
  for (const name of await stopServices(values.folder)) console.log(`${name.padEnd(12)}stopped`)
  return true
}

async function check(): Promise<boolean> {
  const file = join(values.folder, 'env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  // Nothing is signed here, so whoever names his own databases need not show his secret.
  const unused = { JWT_SECRET_KEY: randomUUID() }
  const checks = await checkServices(readConfig({ environment: { ...unused, ...written, ...processEnvironment() } }))
  for (const { store, name, problem, ms } of checks)
    console.log(`${problem === undefined ? 'ok  ' : 'FAIL'}  ${store.padEnd(12)}${name.padEnd(48)}${problem ?? `${ms} ms`}`)
  const passed = checks.filter(({ problem }) => problem === undefined).length
  console.log(`${passed}/${checks.length}`)
  return passed === checks.length
}

async function build(): Promise<boolean> {
  // One waits for the network, the other for the processor.
  await Promise.all([fetchCassandra(), buildFerretdb()])
  return true
}
