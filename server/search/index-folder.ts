import { hkdfSync } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexFolder } from '../../src-main/search/index-files/index-file.ts'
import { lockFolder } from '../stores/folder-lock.ts'

export interface TakenFolder extends Disposable {
  readonly place: IndexFolder
  /** That it is used at this time, also where nothing changes in it. */
  touch(now: number): void
}

/** Each process has its own, and gets it back when it starts again; what lies there is read with the server's secret only. */
export function takeIndexFolder(dataFolder: string, secret: string, now: number): TakenFolder {
  for (let n = 1; ; n++) {
    const folder = join(dataFolder, `passage-index-${n}`)
    const lock = lockFolder(folder)
    if (lock === undefined) continue
    touchFiles(folder, now)
    return {
      place: { folder: filesIn(folder), key: keyOf(secret) },
      touch: (at) => touchFiles(folder, at),
      [Symbol.dispose]: () => lock[Symbol.dispose](),
    }
  }
}

/** A folder's own time is when a file came or went, not when one was read or written. */
function touchFiles(folder: string, now: number): void {
  if (existsSync(filesIn(folder))) utimesSync(filesIn(folder), now / 1000, now / 1000)
}

const filesIn = (folder: string): string => join(folder, 'users')

/** Whoever comes back within this time finds his files again. */
const keptMs = 86_400_000

interface FreeFolders {
  /** Of all that no process holds: a killed one leaves its own, and may not come back. */
  owners(): readonly string[]
  forget(owners: readonly string[]): void
  /** What nobody used for a day goes. */
  sweep(now: number): void
}

/** Each is held while something is removed there; the file that is the lock stays, for a removed one locks nobody out. */
export function freeIndexFolders(dataFolder: string): FreeFolders {
  return {
    owners() {
      const owners = new Set<string>()
      withFree(dataFolder, (folder) => {
        for (const name of namesIn(folder)) owners.add(ownerOf(name))
      })
      return [...owners]
    },
    forget: (owners) =>
      withFree(dataFolder, (folder) => {
        const isGone = new Set(owners)
        for (const name of namesIn(folder)) if (isGone.has(ownerOf(name))) rmSync(join(filesIn(folder), name), { force: true })
      }),
    sweep: (now) =>
      withFree(dataFolder, (folder) => {
        const files = filesIn(folder)
        if (existsSync(files) && now - statSync(files).mtimeMs > keptMs) rmSync(files, { recursive: true, force: true })
      }),
  }
}

function withFree(dataFolder: string, work: (folder: string) => void): void {
  for (const folder of foldersOf(dataFolder)) {
    using lock = lockFolder(folder)
    if (lock !== undefined) work(folder)
  }
}

const foldersOf = (dataFolder: string): string[] =>
  existsSync(dataFolder)
    ? readdirSync(dataFolder)
        .filter((name) => /^passage-index-\d+$/.test(name))
        .map((name) => join(dataFolder, name))
    : []

const namesIn = (folder: string): string[] => (existsSync(filesIn(folder)) ? readdirSync(filesIn(folder)) : [])

/** A file of SQLite has others beside it, whose names go on behind its own. */
const ownerOf = (name: string): string => name.replace(/\.db.*$/, '')

const keyOf = (secret: string): string => Buffer.from(hkdfSync('sha256', secret, '', 'passage index', 32)).toString('hex')
