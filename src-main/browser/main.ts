import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../../src-shared/rpc/errors.ts'
import { readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { openCore } from '../core/open-core.ts'
import { type CoreOnDemand, openOnDemand } from '../core/open-on-demand.ts'
import { acceptSockets } from '../rpc/socket-server.ts'
import { isOurPage } from './is-our-page.ts'
import { openInBrowser } from './open-in-browser.ts'
import { openInSystem } from './open-in-system.ts'
import { createPageServer } from './serve-page.ts'
import { untilTold } from './until-told.ts'

export interface BrowserShellOptions {
  readonly args: readonly string[]
  /** The built page. */
  readonly pageFolder: string
}

/** The browser shell: the core in this process, the page on loopback, a token between them. Ends when it is told to. */
export async function startBrowserShell({ args, pageFolder }: BrowserShellOptions): Promise<void> {
  const { data, port, open } = readArgs(args)
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
  const fault = await startFaultOf(core)
  const token = randomBytes(24).toString('base64url')

  const servePage = createPageServer(pageFolder)
  const server = createServer((request, response) => void servePage(request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/#${token}`
  await using _sockets = acceptSockets(server, { allow: (request) => isOurPage(request, token), onPort: core.attach })

  process.stdout.write(`${JSON.stringify({ url, shell: 'browser', data: config.dataFolder, ...fault })}\n`)
  if (open) openInBrowser(url)
  await untilTold()
  server.close()
}

/** A store that cannot be opened is said on the page, which can do something about it. Anything else ends the shell. */
async function startFaultOf(core: CoreOnDemand): Promise<{ readonly fault?: string }> {
  try {
    await core.open()
    return {}
  } catch (error) {
    if (error instanceof AppError) return { fault: error.code }
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
      browser: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port takes 0 to 65535, not ${values.port}`)
  return { data: values.data, port, open: !values['no-open'] }
}
