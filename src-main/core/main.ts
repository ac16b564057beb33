import { Socket } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { FeatureClient } from '../../src-shared/rpc/contract.ts'
import { shell } from '../../src-shared/shell/shell.ts'
import { splitChannel } from '../rpc/channel-splitter.ts'
import { streamPort } from '../rpc/stream-port.ts'
import { readConfig } from './config.ts'
import { lendKeyStore } from './lend-key-store.ts'
import { createLog } from './log.ts'
import { openCore } from './open-core.ts'
import { openOnDemand } from './open-on-demand.ts'
import { shellChannelFd } from './shell-channel.ts'
import { untilOver } from './until-over.ts'

// The core as a child of the window's shell. The pages and the shell itself are lanes of one pipe; when that ends, so does this.
const { values } = parseArgs({ options: { data: { type: 'string' } } })
const config = readConfig({ dataFolder: values.data })
const log = createLog({ file: join(config.dataFolder, 'logs', 'hearth.log'), level: config.logLevel })

const channel = new Socket({ fd: shellChannelFd })
const over = untilOver(channel)
const lent = Promise.withResolvers<FeatureClient<typeof shell>>()

const core = openOnDemand({
  open,
  folder: config.dataFolder,
  passphrase: config.passphrase,
  keyStore: async () => await lendKeyStore(await lent.promise),
  openFolder: openPath,
  onFault: (error) => log.error({ err: error }, 'the core could not be opened'),
  onError: (path, error) => log.error({ path, err: error }, 'call failed'),
  now: Date.now,
})
splitChannel(streamPort(channel), (lane, name) =>
  name === 'shell' ? lent.resolve(connect(lane, { shell }).shell) : core.attach(lane),
)
core.open().catch(() => undefined)

await over
await core[Symbol.asyncDispose]()
process.exit()

async function openPath(path: string): Promise<void> {
  await (await lent.promise).openPath({ path })
}

async function open(passphrase: string | undefined) {
  const lentShell = await lent.promise
  const keyStore = await lendKeyStore(lentShell)
  const options = { config: { ...config, passphrase }, log, shell: 'electron', lentShell, openPath } as const
  if (keyStore) return await openCore({ ...options, keyStore })
  const notices = passphrase === undefined ? [{ code: storeNotice.noSecretStore }] : []
  return await openCore({ ...options, notices })
}
