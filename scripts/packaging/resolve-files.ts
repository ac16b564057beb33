import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { type FileMatcher, getFileMatchers } from 'app-builder-lib/out/fileMatcher.js'
import type { Configuration } from 'electron-builder'
import { root } from '../root.ts'

export interface ShippedFile {
  readonly from: string
  /** Below the archive for `files`, below the resources of the app for `extraResources`. */
  readonly to: string
  readonly size_bytes: number
}

const destination = '/package'

/** What would ship of this tree: the patterns are read and compared by electron-builder's own code. */
export function resolveFiles(config: Configuration, name: 'files' | 'extraResources'): ShippedFile[] {
  const options = {
    macroExpander: (pattern: string) => pattern,
    customBuildOptions: {},
    globalOutDir: join(root, 'out', 'package'),
    defaultSrc: root,
  }
  const matchers = getFileMatchers(config, name, destination, options) ?? []
  return matchers.flatMap(filesOf).toSorted((a, b) => a.to.localeCompare(b.to))
}

function filesOf(matcher: FileMatcher): ShippedFile[] {
  // What is of another system is not in this tree.
  if (!existsSync(matcher.from)) return []
  if (statSync(matcher.from).isFile()) return [shipped(matcher.from, matcher.to)]
  const filter = matcher.createFilter()
  const passes = (path: string): boolean => {
    const stat = statSync(path)
    return filter(path, Object.assign(stat, { moduleFullFilePath: '', moduleName: '', moduleRootPath: '' }))
  }
  return filesBelow(matcher.from, passes).map((path) => shipped(path, join(matcher.to, relative(matcher.from, path))))
}

const shipped = (from: string, to: string): ShippedFile => ({
  from: relative(root, from),
  to: relative(destination, to),
  size_bytes: statSync(from).size,
})

function filesBelow(folder: string, passes: (path: string) => boolean): string[] {
  const below = (entry: Dirent): string[] => {
    const path = join(folder, entry.name)
    if (entry.isSymbolicLink() || !passes(path)) return []
    return entry.isDirectory() ? filesBelow(path, passes) : [path]
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => basename(name) !== '.bin')
    .flatMap(below)
}
