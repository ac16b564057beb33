import { parseArgs } from 'node:util'
import { adminHelp } from './admin/run-command.ts'
import { processEnvironment, readConfig, redacted } from './config.ts'
import { createLog } from './log.ts'
import { StartFault } from './start-fault.ts'
import { administer, seedDemo, startServer } from './start-server.ts'
import { wantsTraces } from './tracing/open-tracing.ts'

const help = `npm run server -- [--port N] [--host ADDRESS] [--data FOLDER] [--json]
Without configuration: everything embedded, on http://127.0.0.1:8000. See docs/server.md.

npm run seed -- [--data FOLDER] [--in-production]
Accounts, plans, use and conversations to look at; again and again adds nothing. In production only where that is meant.

${adminHelp}`

/** Nothing of OpenTelemetry is loaded where nobody wants traces. */
const tracing = wantsTraces(processEnvironment()) ? await import('./tracing/otel-tracing.ts') : undefined

const say = (text: string): void => void process.stderr.write(`${text}\n`)

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' } },
      ...{ json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      ...{ 'at-once': { type: 'boolean', default: false }, 'in-production': { type: 'boolean', default: false } },
    },
  })
  const [first, ...words] = positionals
  if (values.help) say(help)
  else if (first === 'admin') await command(values, values['at-once'] ? [...words, '--at-once'] : words)
  else if (first === 'seed') await seedData(values, values['in-production'])
  else if (first === undefined) await run(values)
  else throw new StartFault(help)
} catch (error) {
  if (!(error instanceof StartFault)) throw error
  say(error.message)
  process.exitCode = 1
}

interface Given {
  readonly port?: string | undefined
  readonly host?: string | undefined
  readonly data?: string | undefined
}

async function command(given: Given, words: readonly string[]): Promise<void> {
  const config = readConfig({ environment: processEnvironment(), given })
  const log = createLog(config.HEARTH_SERVER_LOG_LEVEL)
  const done = await administer({ config, log, print: say }, words)
  process.stdout.write(`${JSON.stringify(done)}\n`)
}

async function seedData(given: Given, isInProduction: boolean): Promise<void> {
  const config = readConfig({ environment: processEnvironment(), given })
  const log = createLog(config.HEARTH_SERVER_LOG_LEVEL)
  process.stdout.write(`${JSON.stringify(await seedDemo({ config, log, print: say }, { isInProduction }))}\n`)
}

async function run({ json, ...given }: Given & { readonly json: boolean }): Promise<void> {
  const config = readConfig({ environment: processEnvironment(), given })
  const log = createLog(config.HEARTH_SERVER_LOG_LEVEL)
  log.info({ config: redacted(config) }, 'starting')
  if (config.ignored.length > 0) log.warn({ ignored: config.ignored }, 'set, but not read by this version')
  const server = await startServer({ config, log, print: say, createTracing: tracing?.createTracing })
  const { url, stores } = server
  process.stdout.write(json ? `${JSON.stringify({ url, stores })}\n` : `Hearth server on ${url} (documentation: ${url}/docs)\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop())
  process.once('disconnect', () => void server.stop())
  process.channel?.unref()
}
