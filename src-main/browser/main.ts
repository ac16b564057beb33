import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startError } from '../../src-shared/desktop/app.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { openCore } from '../core/open-core.ts'
import { type CoreOnDemand, openOnDemand } from '../core/open-on-demand.ts'
import { acceptSockets } from '../rpc/socket-server.ts'
import { createEntryTicket } from './entry-ticket.ts'
import { listenWhere } from './listen-where.ts'
import { openInBrowser } from './open-in-browser.ts'
import { openInSystem } from './open-in-system.ts'
import { createPageDoor } from './page-door.ts'
import { createPageServer } from './serve-page.ts'
import { untilTold } from './until-told.ts'

export interface BrowserShellOptions {
  readonly args: readonly string[]
  /** The built page. */
  readonly pageFolder: string
}

/** The browser shell: the core in this process, the page on loopback, a token between them. Ends when it is told to. */
export async function startBrowserShell({ args, pageFolder }: BrowserShellOptions): Promise<void> {
  const { data, port: wantedPort, open, isNew } = readArgs(args)
  const config = readConfig({ dataFolder: data })
  const log = createLog({ file: join(config.dataFolder, 'logs', 'hearth.log'), level: config.logLevel })
  await using core = openOnDemand({
    open: (passphrase) => openCore({ config: { ...config, passphrase }, log, shell: 'browser', openPath: openInSystem }),
    folder: config.dataFolder,
    passphrase: config.passphrase,
    keyStore: async () => undefined,
    onFault: (error) => log.error({ err: error }, 'the core could not be opened'),
    onError: (path, error) => log.error({ path, err: error }, 'call failed'),
    now: Date.now,
  })
  const { fault, isHolder } = await tryToOpen(core)
  const ticket = createEntryTicket(Date.now)
  await using own = new AsyncDisposableStack()
  const wanted = { folder: config.dataFolder, port: wantedPort, isNew, isHolder, now: Date.now() }

  const { server, port, token } = await listenWhere(wanted, (token) => {
    const door = createPageDoor({ token, now: Date.now })
    const server = createPageServer({ folder: pageFolder, door, ticket, token })
    own.use(acceptSockets(server, { allow: door.isOurPage, onPort: core.attach }))
    return server
  })
  const origin = `http://127.0.0.1:${port}`
  const told = {
    url: `${origin}/#${token}`,
    shell: 'browser',
    data: config.dataFolder,
    ...(fault === undefined ? {} : { fault }),
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
  if (open) openInBrowser(`${origin}${ticket.path}`)
  await untilTold()
  server.close()
}

interface Opened {
  /** Whether it is this process that has the folder. */
  readonly isHolder: boolean
  readonly fault?: string
}

/** A store that cannot be opened is said on the page, which can do something about it. Anything else ends the shell. */
async function tryToOpen(core: CoreOnDemand): Promise<Opened> {
  try {
    return { isHolder: !(await core.open()).isJoined }
  } catch (error) {
    if (error instanceof AppError) return { isHolder: error.code !== startError.alreadyRunning, fault: error.code }
    throw error
  }
}

function readArgs(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
      'new-address': { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port takes 0 to 65535, not ${values.port}`)
  return { data: values.data, port, open: !values['no-open'], isNew: values['new-address'] }
}
