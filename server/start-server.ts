import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { commandOf } from './admin/run-command.ts'
import { type CreatedApp, createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { byDropping, byPrinting, bySmtp, createMail } from './mail/mail.ts'
import { createErasureList, type ErasureList } from './personal-data/erasure-list.ts'
import { demoPassword } from './seed/demo-password.ts'
import { type Seeded, seed } from './seed/seed.ts'
import { StartFault } from './start-fault.ts'
import { openStores, type Stores } from './stores/open-stores.ts'
import { type CreateTracing, openTracing } from './tracing/open-tracing.ts'

/** Longer than any request may take is not waited when the server stops. */
const drainMs = 10_000
const noticeMs = 2000

export interface StartDeps {
  readonly config: Config
  readonly log: Log
  readonly print: (text: string) => void
  /** Undefined: nobody follows what happens. */
  readonly createTracing?: CreateTracing | undefined
}

export interface RunningServer {
  readonly url: string
  /** Which adapter does each store's job. */
  readonly stores: Readonly<Record<string, string>>
  /** Takes no new requests, finishes those that run, closes the stores. */
  stop(): Promise<void>
}

/** Opens, listens, and says where. Errors: `StartFault`. */
export async function startServer({ config, log, print, createTracing }: StartDeps): Promise<RunningServer> {
  const now = Date.now
  const stopping = new AbortController()
  await using opened = new AsyncDisposableStack()
  const tracing = opened.use(openTracing(config, createTracing))
  const stores = opened.use(await openStores({ config, log, now }))
  const mail = opened.use(createMail({ deliver: delivery({ config, log, print }), log }))
  const { app, checkKeys } = await createApp({
    ...{ config, log, ...stores, mail, now, tracing, isStopping: () => stopping.signal.aborted },
    erasures: createErasureList(config.erasureListFile),
  })
  await checkKeys()
  const url = await app.listen({ host: config.API_HOST, port: config.API_PORT }).catch(explain)
  opened.defer(async () => {
    await letGo(app.server)
    const late = setTimeout(() => app.server.closeAllConnections(), drainMs).unref()
    await app.close()
    clearTimeout(late)
  })
  const kept = opened.move()
  return {
    url,
    stores: kindsOf(stores),
    async stop() {
      if (stopping.signal.aborted) return
      stopping.abort()
      log.info('stopping')
      await kept.disposeAsync()
      log.info('stopped')
    },
  }
}

const kindsOf = ({ store, knowledge, cache, history }: Stores) => ({
  ...{ postgres: store.kind, mongodb: knowledge.kind, redis: cache.kind, scylla: history.kind },
})

/**
 * Every answer says from now on that its connection ends with it. To close a connection that merely seems idle would drop the
 * request that is just on its way, so whoever has one gets a moment to come with it.
 */
async function letGo(server: Server): Promise<void> {
  const until = performance.now() + noticeMs
  const connections = promisify(server.getConnections.bind(server))
  while (performance.now() < until && (await connections()) > 0) await delay(20)
}

interface Opened {
  readonly created: CreatedApp
  readonly stores: Stores
  readonly erasures: ErasureList
}

/** One command of the administrator on the stores of the server, which need not run. Returns what it did. Errors: `StartFault`. */
export async function administer(deps: StartDeps, words: readonly string[]): Promise<unknown> {
  const run = commandOf(words)
  return withoutListening(deps, ({ created: { admin }, erasures }) => run({ admin, erasures }))
}

/** Demo data on the stores of the server. Returns what it made. Errors: `StartFault`. */
export async function seedDemo(deps: StartDeps, meant: { readonly isInProduction: boolean }): Promise<Seeded> {
  const password = demoPassword(deps.config, meant)
  return withoutListening(deps, ({ created: { admin, usage }, stores }) => seed({ admin, usage, stores, password }))
}

async function withoutListening<T>({ config, log, print }: StartDeps, work: (opened: Opened) => Promise<T>): Promise<T> {
  const now = Date.now
  await using stores = await openStores({ config, log, now })
  await using mail = createMail({ deliver: delivery({ config, log, print }), log })
  const erasures = createErasureList(config.erasureListFile)
  const created = await createApp({ config, log, ...stores, mail, erasures, now, isStopping: () => false })
  try {
    return await work({ created, stores, erasures })
  } finally {
    await created.app.close()
  }
}

function explain(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EADDRINUSE') throw new StartFault('The port is taken. Name another with --port; 0 takes a free one.', { cause })
  if (code === 'EADDRNOTAVAIL') throw new StartFault('This machine does not have the address that API_HOST names.', { cause })
  throw cause
}

function delivery({ config, log, print }: StartDeps) {
  const { SMTP_URL, MAIL_FROM, postgresUrl } = config
  if (SMTP_URL !== undefined) return bySmtp(SMTP_URL, MAIL_FROM)
  return postgresUrl === undefined ? byPrinting(print) : byDropping(log)
}
