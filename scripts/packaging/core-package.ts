import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../root.ts'

const kept = z.object({ name: z.string(), productName: z.string(), version: z.string(), type: z.literal('module') })

/** Where the core's package.json is written before it is packaged. */
export const corePackageFolder = 'out/core'

/**
 * What a packed core needs of package.json. A file of its own, because electron-builder keeps out of its archive whatever path it copies
 * beside it: the root's package.json beside the archive would take that of the shell and of every package away.
 */
export function writeCorePackage(): void {
  const whole: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  mkdirSync(join(root, corePackageFolder), { recursive: true })
  writeFileSync(join(root, corePackageFolder, 'package.json'), `${JSON.stringify(kept.parse(whole), null, 2)}\n`)
}
