import { access, constants, opendir } from 'node:fs/promises'
import { knowledgeError } from '../../../src-shared/desktop/knowledge.ts'
import { parserError } from '../../../src-shared/engine/parser.ts'
import type { ReadDb } from '../../db/database.ts'
import { unreadablePathsIn } from './watched-files.ts'
import { findWatchedFolder } from './watched-folders.ts'

/** Says nothing of the document: its file was gone, or shut, or its drive failed. */
const ofTheFile: readonly string[] = [knowledgeError.unreadablePath, parserError.unreadable]

/** Whether there is a folder that can be listed. */
export async function isFolderThere(path: string): Promise<boolean> {
  try {
    await using folder = await opendir(path)
    await folder.read()
    return true
  } catch {
    return false
  }
}

/** Whether a fault is of a watched folder that is away, its id being that of its job: then it is of none of its files. */
export async function isOfAwayFolder(db: ReadDb, jobId: string, { code }: { readonly code: string }): Promise<boolean> {
  const folder = ofTheFile.includes(code) ? findWatchedFolder(db, jobId) : undefined
  return folder !== undefined && !(await isFolderThere(folder.path))
}

/** Files of a folder that could not be read and may be now, though they have neither another size nor another time. */
export async function findMended(db: ReadDb, folderId: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const mended = new Set<string>()
  for (const path of unreadablePathsIn(db, folderId, ofTheFile)) {
    signal.throwIfAborted()
    if (await mayBeRead(path)) mended.add(path)
  }
  return mended
}

async function mayBeRead(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
