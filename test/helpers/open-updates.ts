import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { vi } from 'vitest'
import { createUpdates, type Updates } from '../../src-main/electron/updates.ts'
import { releaseKeys, startUpdateHost, type UpdateHost } from './update-host.ts'

// electron-updater itself, as an AppImage has it; only `electron` below it is ours, by the same file that a test sets and looks at.
const fake = new URL('updater-electron.ts', import.meta.url)
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: fake.href, shortCircuit: true } : next(name, context)),
})
export const { outside }: typeof import('./updater-electron.ts') = createRequire(import.meta.url)(fake.pathname)

export interface OpenUpdates extends AsyncDisposable {
  readonly updates: Updates
  readonly host: UpdateHost
  /** What was called on the way to an installation. */
  readonly calls: readonly string[]
  /** The program that runs. */
  installed(): string
  /** What lies where downloads are kept. */
  kept(): string[]
}

/** An AppImage that can update itself from a host of its own, in `folder`. One at a time: electron-updater is one for each process. */
export async function openUpdates(folder: string): Promise<OpenUpdates> {
  const host = await startUpdateHost()
  const [appImage, cache] = [join(folder, 'Hearth.AppImage'), join(folder, 'cache')]
  writeFileSync(appImage, 'the old version')
  chmodSync(appImage, 0o755)
  writeFileSync(
    join(folder, 'app-update.yml'),
    'provider: generic\nurl: https://updates.test/\nupdaterCacheDirName: hearth-updater\n',
  )
  vi.stubEnv('APPIMAGE', appImage)
  vi.stubEnv('XDG_CACHE_HOME', cache)
  Object.assign(process, { resourcesPath: folder })
  Object.assign(outside, { port: host.port, userData: folder })
  const pending = join(cache, 'hearth-updater', 'pending')
  mkdirSync(pending, { recursive: true })
  const calls: string[] = []
  const updates = createUpdates({
    source: { host: 'https://updates.test/', key: releaseKeys.publicKey },
    ...{ platform: 'linux', arch: 'x64' },
    endCore: async () => void calls.push('core ended'),
    startAgain: () => void calls.push('started again'),
  })
  return {
    ...{ updates, host, calls },
    installed: () => readFileSync(appImage, 'utf8'),
    kept: () => readdirSync(pending),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  }
}
