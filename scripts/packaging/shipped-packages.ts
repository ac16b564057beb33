import { z } from 'zod'

/** npm keeps a single name as it was written. */
const systems = z.union([z.array(z.string()), z.string().transform((name) => [name])]).optional()

const lockedPackage = z.object({
  os: systems,
  cpu: systems,
  optional: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
})
export const lockfile = z.object({ packages: z.record(z.string(), lockedPackage) })
export type Lockfile = z.infer<typeof lockfile>

export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly arch: 'x64' | 'arm64'
}

export interface Wanted {
  /** Names of packages that are imported. */
  readonly roots: readonly string[]
  /** Whether a package is left out, with all that only it needs. */
  readonly isLeftOut: (name: string) => boolean
}

/** Folders below the root (`node_modules/a/node_modules/b`) of all that the roots need on this target, as npm laid them out. */
export function shippedPackages({ packages }: Lockfile, target: Target, { roots, isLeftOut }: Wanted): string[] {
  const found = new Set<string>()
  const pending: { readonly name: string; readonly from: string }[] = roots.map((name) => ({ name, from: '' }))
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const path = resolveFrom(packages, next.from, next.name)
    const locked = path === undefined ? undefined : packages[path]
    if (path === undefined || locked === undefined || found.has(path) || isLeftOut(next.name) || !isFor(locked, target)) continue
    found.add(path)
    const { dependencies, optionalDependencies, peerDependencies } = locked
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    pending.push(...names.map((name) => ({ name, from: path })))
  }
  return [...found].toSorted()
}

/** As Node looks for it: beside the importer, then one folder further out each time. */
function resolveFrom(packages: Lockfile['packages'], from: string, name: string): string | undefined {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`
  if (path in packages) return path
  if (from === '') return undefined
  return resolveFrom(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))) || '', name)
}

const isFor = ({ os, cpu }: z.infer<typeof lockedPackage>, { platform, arch }: Target): boolean =>
  (os === undefined || os.includes(platform)) && (cpu === undefined || cpu.includes(arch))
