import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOfName } from '../../src-shared/engine/document-kinds.ts'

export interface FoundFile {
  /** Without links on the way, so that a file has one path. */
  readonly path: string
  readonly sizeBytes: number
}

export interface Walk {
  readonly files: readonly FoundFile[]
  /** Paths that were named and are not there or may not be read. */
  readonly unreadable: readonly string[]
}

const mostFiles = 100_000
const mostLevels = 64

/**
 * The files that `paths` mean: a file is itself, a folder is every file below it whose extension a parser knows. Hidden
 * folders and `node_modules` are passed over, a folder is entered once however many links lead to it, and a file comes once.
 */
export async function walkFiles(paths: readonly string[], signal: AbortSignal): Promise<Walk> {
  const files = new Map<string, FoundFile>()
  const entered = new Set<string>()
  const unreadable: string[] = []

  for (const path of paths) if (!(await visit(path, 0))) unreadable.push(path)
  return { files: [...files.values()], unreadable }

  async function visit(named: string, level: number): Promise<boolean> {
    signal.throwIfAborted()
    if (files.size >= mostFiles) return true
    try {
      const path = await realpath(named)
      const found = await stat(path)
      if (found.isDirectory()) await enter(path, level)
      else if (found.isFile()) files.set(path, { path, sizeBytes: found.size })
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (isSystemError(error)) return false
      throw error
    }
  }

  async function enter(folder: string, level: number): Promise<void> {
    if (entered.has(folder) || level > mostLevels) return
    entered.add(folder)
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries.sort(byName)) {
      if (isWanted(entry)) await visit(join(folder, entry.name), level + 1)
    }
  }
}

/** A link may lead to a folder, so its name says nothing against it. */
function isWanted(entry: Dirent): boolean {
  if (entry.name.startsWith('.') || entry.name === 'node_modules') return false
  if (entry.isDirectory()) return true
  const hasKnownName = kindOfName(entry.name) !== undefined
  return entry.isFile() ? hasKnownName : entry.isSymbolicLink() && (hasKnownName || !entry.name.includes('.'))
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1)

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error
