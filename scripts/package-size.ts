import { ownTarget, readBuildFacts } from './packaging/build-facts.ts'
import { builderConfig } from './packaging/builder-config.ts'
import { resolveFiles, type ShippedFile } from './packaging/resolve-files.ts'

// What a package for this system would hold beside Electron itself, largest first. Build the shell and the page before.
const config = builderConfig(readBuildFacts(ownTarget()))
const parts = [...sizes('archive', resolveFiles(config, 'files')), ...sizes('resources', resolveFiles(config, 'extraResources'))]
const total = parts.reduce((sum, { size_bytes }) => sum + size_bytes, 0)

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1).padStart(8)} MB`
const shown = parts.toSorted((a, b) => b.size_bytes - a.size_bytes).slice(0, 20)
for (const { name, size_bytes, files } of shown) console.log(`${megabytes(size_bytes)}  ${name} (${files} files)`)
console.log(`${megabytes(total)}  all of it, before it is compressed, without Electron`)

interface Part {
  readonly name: string
  readonly size_bytes: number
  readonly files: number
}

function sizes(place: string, files: readonly ShippedFile[]): Part[] {
  const parts = Map.groupBy(files, ({ to }) => `${place}: ${partOf(to)}`)
  return [...parts].map(([name, of]) => ({
    name,
    size_bytes: of.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    files: of.length,
  }))
}

/** Packages each for itself, all else by its folder. */
function partOf(path: string): string {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path.split('/').slice(0, 2).join('/')
}
