import type { FileHandle } from 'node:fs/promises'
import { statfs } from 'node:fs/promises'
import { modelError } from '../../src-shared/desktop/models.ts'
import { AppError } from '../../src-shared/rpc/errors.ts'

/** What a download asks of the disk; a seam, because a full disk cannot be had in a test otherwise. */
export interface Disk {
  freeBytes(folder: string): Promise<number>
  /** Appends all of `bytes`. */
  write(file: FileHandle, bytes: Uint8Array): Promise<void>
}

export const realDisk: Disk = {
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
  async write(file, bytes) {
    let written = 0
    while (written < bytes.byteLength) written += (await file.write(bytes, written)).bytesWritten
  },
}

/** Left free for everything else: the database must go on. */
const RESERVE_BYTES = 256 * 1024 * 1024

/** Throws `models.disk_full` {needed_bytes, free_bytes, folder} when `neededBytes` would not leave the reserve. */
export async function refuseFullDisk(disk: Disk, folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await disk.freeBytes(folder)
  if (neededBytes > 0 && freeBytes < neededBytes + RESERVE_BYTES) {
    throw diskFull({ needed_bytes: neededBytes, free_bytes: freeBytes, folder })
  }
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

export const diskFull = (data: { needed_bytes: number; free_bytes: number; folder: string }): AppError =>
  new AppError(modelError.diskFull, data)
