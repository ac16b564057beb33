import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { driverEnvironment } from '../../src-shared/engine/driver-environment.ts'

const environment = z.object({
  /** Where everything is kept. */
  HEARTH_DATA: z.string().min(1).optional(),
  HEARTH_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Unlocks a store whose key is wrapped by a passphrase. */
  HEARTH_PASSPHRASE: z.string().min(1).optional(),
})

export interface Config {
  readonly dataFolder: string
  readonly logLevel: z.infer<typeof environment>['HEARTH_LOG_LEVEL']
  readonly passphrase: string | undefined
  /** What graphics drivers and the loader of libraries look for; an engine's child gets nothing else. */
  readonly driverEnvironment: Readonly<Record<string, string>>
}

/** The only reader of the environment. `dataFolder` from a command line wins over it. */
export function readConfig({ dataFolder }: { readonly dataFolder?: string | undefined } = {}): Config {
  const read = environment.parse(process.env)
  return Object.freeze({
    dataFolder: resolve(dataFolder ?? read.HEARTH_DATA ?? defaultDataFolder(process.env)),
    logLevel: read.HEARTH_LOG_LEVEL,
    passphrase: read.HEARTH_PASSPHRASE,
    driverEnvironment: driverEnvironment(process.env),
  })
}

/** Where the system wants an app's data: XDG on Linux, Application Support on macOS, roaming AppData on Windows. */
function defaultDataFolder({ XDG_DATA_HOME, APPDATA }: NodeJS.ProcessEnv): string {
  const home = homedir()
  if (platform() === 'darwin') return join(home, 'Library', 'Application Support', 'Hearth')
  if (platform() === 'win32') return join(APPDATA ?? join(home, 'AppData', 'Roaming'), 'Hearth')
  return join(XDG_DATA_HOME ?? join(home, '.local', 'share'), 'hearth')
}
