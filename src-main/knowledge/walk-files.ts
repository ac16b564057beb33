import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOfName } from '../../src-shared/engine/document-kinds.ts'

export interface FoundFile {
  /** Without links on the way, so that a file has one path. */
  readonly path: string
  readonly sizeBytes: number
  /** Milliseconds since 1970, with the fraction that the file system keeps. */
  readonly modifiedMs: number
}

export interface Walk {
  readonly files: readonly FoundFile[]
  /** Paths that were named and are not there or may not be read. */
  readonly unreadable: readonly string[]
  /** Folders that were entered. */
  readonly folders: readonly string[]
  /** What lies deeper and could not be looked at: nothing is known of it. */
  readonly closed: readonly string[]
  /** There are more files than are looked at. */
  readonly isCut: boolean
}

/** Leaves files and folders out. */
export interface WalkRules {
  /** Comes before what lies in the folder is asked for. */
  enter(folder: string): Promise<void>
  allows(path: string, isFolder: boolean): boolean
}

const everything: WalkRules = { enter: async () => {}, allows: () => true }

/** More at once are not looked at. */
export const mostFiles = 100_000
const mostLevels = 64

/**
 * The files that `paths` mean: a file is itself, a folder is every file below it whose extension a parser knows. Hidden
 * folders and `node_modules` are passed over, a folder is entered once however many links lead to it, and a file comes once.
 */
export async function walkFiles(paths: readonly string[], signal: AbortSignal, rules = everything): Promise<Walk> {
  const files = new Map<string, FoundFile>()
  const entered = new Set<string>()
  const unreadable: string[] = []
  // A folder that cannot be listed is met twice: as itself, and as an entry of the one above.
  const closed = new Set<string>()
  let isCut = false

  for (const path of paths) if (!(await visit(path, { level: 0, isLink: true }))) unreadable.push(path)
  return { files: [...files.values()], unreadable, folders: [...entered], closed: [...closed], isCut }

  async function visit(named: string, { level, isLink }: { level: number; isLink: boolean }): Promise<boolean> {
    signal.throwIfAborted()
    if (files.size >= mostFiles) isCut = true
    if (isCut) return true
    try {
      const path = isLink ? await realpath(named) : named
      const found = await stat(path)
      if (level > 0 && !rules.allows(path, found.isDirectory())) return true
      if (found.isDirectory()) await enter(path, level)
      else if (found.isFile()) files.set(path, { path, sizeBytes: found.size, modifiedMs: found.mtimeMs })
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (isSystemError(error)) return false
      throw error
    }
  }

  /** A folder that cannot be listed is closed by its own name as well, whichever link led to it. */
  async function entriesOf(folder: string): Promise<Dirent[]> {
    try {
      await rules.enter(folder)
      return await readdir(folder, { withFileTypes: true })
    } catch (error) {
      closed.add(folder)
      throw error
    }
  }

  async function enter(folder: string, level: number): Promise<void> {
    if (entered.has(folder) || level > mostLevels) return
    entered.add(folder)
    for (const entry of (await entriesOf(folder)).sort(byName)) {
      const path = join(folder, entry.name)
      const isLink = entry.isSymbolicLink()
      if (isWanted(entry) && !(await visit(path, { level: level + 1, isLink }))) closed.add(path)
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
