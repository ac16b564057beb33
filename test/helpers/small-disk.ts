import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

export interface SmallDisk extends Disposable {
  readonly path: string
  /** Leaves so many bytes free, and room for nothing else. */
  fill(leaveBytes?: number): void
  empty(): void
}

/** A disk of its own with so many megabytes, in memory. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = tempFolder()
  const path = join(folder.path, 'disk')
  mkdirSync(path)
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path)
  const ballast = join(path, 'ballast')
  return {
    path,
    fill(leaveBytes = 0) {
      const { bavail, bsize } = statfsSync(path)
      writeBytes(ballast, Math.max(0, bavail * bsize - leaveBytes))
    },
    empty: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]() {
      unmount(path)
      folder[Symbol.dispose]()
    },
  }
}

function writeBytes(path: string, bytes: number): void {
  const file = openSync(path, 'a')
  const piece = Buffer.alloc(4096, 1)
  try {
    for (let written = 0; written < bytes; written += piece.length) writeSync(file, piece)
  } catch {
    // Full is what it was to be.
  } finally {
    closeSync(file)
  }
}

export interface ReadOnlyView extends Disposable {
  readonly path: string
}

/** The same folder at another place, where nothing can be written. */
export function readOnlyView(of: string): ReadOnlyView {
  const folder = tempFolder()
  const path = join(folder.path, 'view')
  mkdirSync(path)
  mount('--bind', of, path)
  mount('-o', 'remount,ro,bind', path)
  return {
    path,
    [Symbol.dispose]() {
      unmount(path)
      folder[Symbol.dispose]()
    },
  }
}

const mount = (...args: string[]) => asRoot('mount', args)
/** Lazily: a process that just ended may still hold it. */
const unmount = (path: string) => asRoot('umount', ['-l', path])

/** Only the system's administrator may mount: a test run is one (in a container), or may become one without being asked. */
function asRoot(program: string, args: readonly string[]): void {
  if (process.getuid?.() === 0) execFileSync(program, args, { stdio: 'pipe' })
  else execFileSync('sudo', ['-n', program, ...args], { stdio: 'pipe' })
}
