import { randomUUIDv7 } from 'node:crypto'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDocuments } from '../../../../src-main/knowledge/documents.ts'
import { bringUp } from '../../../../src-main/knowledge/watch/bring-up.ts'
import { createReadingRests } from '../../../../src-main/knowledge/watch/reading-rests.ts'
import { putWatchedFolder } from '../../../../src-main/knowledge/watch/watched-folders.ts'
import { openKnowledge } from '../../../helpers/knowledge-fixture.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const { signal } = new AbortController()

function startClock() {
  const clock = { now: 1_000_000 }
  return { clock, rests: createReadingRests({ now: () => clock.now, firstMs: 5_000, longestMs: 60_000 }) }
}

test('a file that is written to without a pause is read ever more rarely, up to a bound', () => {
  const { clock, rests } = startClock()
  const readAfter: number[] = []
  for (let readings = 0; readings < 7; readings++) {
    rests.begin('log.txt')
    readAfter.push(rests.leftMs('log.txt'))
    clock.now += rests.leftMs('log.txt')
  }

  expect(readAfter).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
  expect(rests.leftMs('other.txt')).toBe(0)
})

test('a file that was left alone for long is read at once, and rests as briefly as at first', () => {
  const { clock, rests } = startClock()
  for (let readings = 0; readings < 4; readings++) rests.begin('notes.md')
  clock.now += 4 * 40_000 + 1

  expect(rests.leftMs('notes.md')).toBe(0)
  rests.begin('notes.md')
  expect(rests.leftMs('notes.md')).toBe(5_000)
})

test('a clock that is put back makes no rest longer than it was', () => {
  const { clock, rests } = startClock()
  rests.begin('notes.md')

  clock.now -= 1_000_000

  expect(rests.leftMs('notes.md')).toBe(5_000)
})

test('a file that changes again soon is left until it has rested, and read at once when a person asks', async () => {
  using temp = tempFolder()
  await using knowledge = openKnowledge({ folder: temp.path })
  const { db, collectionId, importer } = knowledge
  const path = join(temp.path, 'files', 'log.txt')
  mkdirSync(join(temp.path, 'files'))
  const { clock, rests } = startClock()
  const folder = db.transact((tx) =>
    putWatchedFolder(tx, {
      ...{ id: randomUUIDv7(), collection_id: collectionId, path: join(temp.path, 'files'), include: [], exclude: [] },
      ...{ use_gitignore: true, is_paused: false, state: 'waiting', files: 0, unreadable: 0, compared_at: null },
      ...{ created_at: 0, updated_at: 0 },
    }),
  )
  const deps = {
    db,
    now: () => clock.now,
    newId: () => randomUUIDv7(),
    settleMs: 0,
    faultRestMs: 0,
    rests,
    onApplied: () => importer.wake(),
  }
  const sizes: unknown[] = []
  let lines = 0
  async function changeAndLook(isAsked: boolean): Promise<number> {
    lines += 1
    writeFileSync(path, 'line\n'.repeat(lines))
    utimesSync(path, lines, lines)
    const { restMs } = await bringUp(deps, folder, { mayEmpty: false, isAsked, signal })
    await importer.idle()
    sizes.push(listDocuments(db, { limit: 1, offset: 0 }).items[0]?.size_bytes)
    return restMs
  }

  const restsLeft = [await changeAndLook(false), await changeAndLook(false), await changeAndLook(false)]
  clock.now += 5_000
  restsLeft.push(await changeAndLook(false), await changeAndLook(false), await changeAndLook(true))

  const none = Number.POSITIVE_INFINITY
  expect(restsLeft).toEqual([none, none, 5_000, none, 10_000, none])
  expect(sizes).toEqual([5, 10, 10, 20, 20, 30])
})
