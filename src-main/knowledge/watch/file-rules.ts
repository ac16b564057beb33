import { readFile } from 'node:fs/promises'
import { platform } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { WatchedFolderRow } from '../../../src-shared/rows/watched-folder.ts'
import type { WalkRules } from '../walk-files.ts'

/** Larger ones are no lists of patterns. */
const longestGitignore = 1024 * 1024

/** As git takes it by default: where the file system does not tell `Build` from `build`, patterns do not either. */
const hasCaselessNames = platform() !== 'linux'

export interface PatternOptions {
  readonly ignorecase?: boolean
}

/**
 * Which files of a watched folder count: what its `include` names (everything, when it names nothing) without what `exclude`
 * and the .gitignore files on the way leave out. As in git, the deeper file has the last word, and what lies in a folder that is
 * left out cannot be taken in again.
 */
export function createFileRules(
  folder: string,
  { include, exclude, use_gitignore }: Pick<WatchedFolderRow, 'include' | 'exclude' | 'use_gitignore'>,
  { ignorecase = hasCaselessNames }: PatternOptions = {},
): WalkRules {
  const patterns = (lines: string | readonly string[]): Ignore => ignore({ ignorecase }).add(lines)
  const included = include.length === 0 ? undefined : patterns(include)
  const excluded = patterns(exclude)
  const gitignores = new Map<string, Ignore>()

  return {
    async enter(entered) {
      const lines = use_gitignore ? await readGitignore(entered) : undefined
      if (lines !== undefined) gitignores.set(entered, patterns(lines))
    },
    allows(path, isFolder) {
      const name = nameIn(folder, path, isFolder)
      // What a link leads to outside is no part of the folder.
      if (name === undefined || excluded.ignores(name)) return false
      if (!isFolder && included && !included.ignores(name)) return false
      return !isIgnored(gitignores, path, isFolder)
    },
  }
}

/** The deepest of the folders above the path that says anything of it. */
function isIgnored(gitignores: ReadonlyMap<string, Ignore>, path: string, isFolder: boolean): boolean {
  if (gitignores.size === 0) return false
  for (let folder = dirname(path), below = path; folder !== below; below = folder, folder = dirname(folder)) {
    const name = nameIn(folder, path, isFolder)
    const said = name === undefined ? undefined : gitignores.get(folder)?.test(name)
    if (said && (said.ignored || said.unignored)) return said.ignored
  }
  return false
}

/** As patterns see it: from the folder on, with `/`, one at the end of a folder. Undefined for what lies outside. */
function nameIn(folder: string, path: string, isFolder: boolean): string | undefined {
  const name = relative(folder, path).split(sep).join('/')
  if (name === '' || name.startsWith('../') || name === '..' || !ignore.isPathValid(name)) return undefined
  return isFolder ? `${name}/` : name
}

async function readGitignore(folder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, '.gitignore'), 'utf8')
    return text.length > longestGitignore ? undefined : text
  } catch {
    // There is none, or it is nobody's to read: then it leaves nothing out.
    return undefined
  }
}
