import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freeIndexFolders, takeIndexFolder } from '../../../server/search/index-folder.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const secret = 'k'.repeat(32)
const day = 86_400_000

/** As a process leaves it that had a file of this user's. */
function leave(folder: string, owner: string, now: number): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${owner}.db`)
  for (const name of [file, `${file}-wal`]) writeFileSync(name, 'x')
  utimesSync(folder, now / 1000, now / 1000)
  return file
}

test('what a killed process left goes after a day, and what is held, or was used since, stays', () => {
  using own = tempFolder()
  const now = Date.now()
  using held = takeIndexFolder(own.path, secret, Date.now())
  const files = {
    held: leave(held.place.folder, 'a', now - 3 * day),
    old: leave(join(own.path, 'passage-index-2', 'users'), 'b', now - 2 * day),
    fresh: leave(join(own.path, 'passage-index-3', 'users'), 'c', now - day / 2),
  }

  freeIndexFolders(own.path).sweep(now)

  expect(
    Object.entries(files)
      .filter(([, file]) => existsSync(file))
      .map(([name]) => name),
  ).toEqual(['held', 'fresh'])
  using next = takeIndexFolder(own.path, secret, Date.now())
  expect(next.place.folder).toBe(join(own.path, 'passage-index-2', 'users'))
})

test('a folder that is only searched in is not old: it is used when it is taken, and as long as it is held', () => {
  using own = tempFolder()
  const now = Date.now()
  const file = leave(join(own.path, 'passage-index-1', 'users'), 'a', now - 2 * day)
  const free = freeIndexFolders(own.path)

  takeIndexFolder(own.path, secret, now)[Symbol.dispose]()
  free.sweep(now + day / 2)
  expect(existsSync(file)).toBe(true)

  const held = takeIndexFolder(own.path, secret, now)
  held.touch(now + 3 * day)
  held[Symbol.dispose]()
  free.sweep(now + 3.5 * day)
  expect(existsSync(file)).toBe(true)
  free.sweep(now + 5 * day)
  expect(existsSync(file)).toBe(false)
})

test('whoever is gone is forgotten in every folder that nobody holds, and the folder is taken again as it is', () => {
  using own = tempFolder()
  const [gone, staying] = ['gone', 'staying'].map((owner) => leave(join(own.path, 'passage-index-1', 'users'), owner, Date.now()))
  const free = freeIndexFolders(own.path)
  expect(free.owners().toSorted()).toEqual(['gone', 'staying'])

  free.forget(['gone'])

  expect([gone, `${gone}-wal`, staying].map((file) => existsSync(file ?? ''))).toEqual([false, false, true])
  using one = takeIndexFolder(own.path, secret, Date.now())
  using other = takeIndexFolder(own.path, secret, Date.now())
  expect([one, other].map(({ place }) => place.folder)).toEqual([1, 2].map((n) => join(own.path, `passage-index-${n}`, 'users')))
})
