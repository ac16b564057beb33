import { randomFillSync } from 'node:crypto'
import { existsSync, rmSync, statfsSync, statSync } from 'node:fs'
import { storeError } from '../../src-shared/desktop/app.ts'
import { writeFileDurably } from './durable-file.ts'
import { isStoreFault, storeFault } from './store-fault.ts'
import { reservePath } from './store-files.ts'

const sizeBytes = 8 * 1024 * 1024

/** Below this much free space no reserve is made: it would only fill the disk. */
const roomBytes = 4 * sizeBytes

/**
 * A file that does nothing but hold space. On a full disk even a delete needs room for its log, so the reserve is given up
 * to let the user delete and export. Random bytes: zeros would take no space on a file system that compresses.
 * False when there is no room for it.
 */
export function keepReserve(folder: string): boolean {
  const path = reservePath(folder)
  if (existsSync(path) && statSync(path).size === sizeBytes) return true
  if (freeBytes(folder) < roomBytes) return false
  try {
    writeFileDurably(path, randomFillSync(new Uint8Array(sizeBytes)))
    return true
  } catch (error) {
    if (isStoreFault(storeFault(error), storeError.diskFull)) return false
    throw error
  }
}

/** True when there was one. */
export function freeReserve(folder: string): boolean {
  const path = reservePath(folder)
  if (!existsSync(path)) return false
  rmSync(path)
  return true
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
