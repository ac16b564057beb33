import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

type Packages = Readonly<Record<string, LockedPackage>>
type Which = 'needed' | 'withOptional'

export interface ShippedLicence {
  readonly name: string
  readonly version: string
  readonly licence: string
}

/** Build tools in `devDependencies` whose code ends up in the page or around it. */
const builtIn = [
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
  '@tanstack/react-virtual',
  'electron',
  'i18next',
  'katex',
  'lowlight',
  'lucide-react',
  'mermaid',
  'pdfjs-dist',
  'react',
  'react-dom',
  'react-i18next',
  'zustand',
]

/** What reads PDF files could draw them with it. Only the page draws, and needs no such thing. */
const neverShipped = /\/@napi-rs\/canvas/

/** Not what the server's workspace needs: it does not ship with the app. */
function installedBy(packages: Packages, names: readonly string[], which: Which): ReadonlySet<string> {
  const paths = new Set(names.filter((name) => name !== 'electron').map((name) => `node_modules/${name}`))
  for (const path of paths)
    for (const name of namesIn(packages[path], which)) {
      const found = placeOf(packages, path, name)
      if (found !== undefined) paths.add(found)
    }
  return paths
}

const namesIn = (of: LockedPackage | undefined, which: Which): string[] =>
  Object.keys({
    ...of?.dependencies,
    ...(which === 'withOptional' ? { ...of?.optionalDependencies, ...of?.peerDependencies } : {}),
  })

/** Every package that reaches a person's machine with the app, by the lockfile. */
export function shippedLicences(): ShippedLicence[] {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const production = installedBy(packages, namesIn(packages[''], 'withOptional'), 'withOptional')
  const paths = new Set([...production, ...installedBy(packages, builtIn, 'needed')].filter((path) => !neverShipped.test(path)))
  // Electron's own dependencies only fetch it.
  paths.add('node_modules/electron')
  const found = [...paths].map((path) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: packages[path]?.version ?? '',
    licence: packages[path]?.license ?? 'see the package',
  }))
  const once = new Map(found.map((each) => [`${each.name} ${each.version}`, each]))
  return [...once.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1))
}

/** Where Node would find `name` from the package at `path`. */
function placeOf(packages: Readonly<Record<string, LockedPackage>>, path: string, name: string): string | undefined {
  const above = path.split('/node_modules/').map((_, depth, parts) => parts.slice(0, parts.length - depth).join('/node_modules/'))
  const places = [...above.map((from) => `${from}/node_modules/${name}`), `node_modules/${name}`]
  return places.find((place) => place in packages)
}
