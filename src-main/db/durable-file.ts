import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file that is there whole or not at all, also after a power loss. Readable by its owner only unless `mode` says otherwise. */
export function writeFileDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const partial = `${path}.partial`
  try {
    const file = openSync(partial, 'w', mode)
    try {
      writeWhole(file, typeof content === 'string' ? Buffer.from(content) : content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameDurably(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** The new name holds after a power loss too. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(dirname(to))
}

export function syncFile(path: string): void {
  const file = openSync(path, constants.O_RDWR)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** For large files: the thread goes on meanwhile. */
export async function syncFileLater(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.sync()
}

/** Windows has no way to sync a folder and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}
