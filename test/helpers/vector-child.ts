import { writeSync } from 'node:fs'
import { openDatabase } from '../../src-main/db/database.ts'
import { putVectors } from '../../src-main/db/put-vectors.ts'
import { buildLists } from '../../src-main/search/vectors/build-lists.ts'
import { indexLimits } from '../../src-main/search/vectors/limits.ts'
import { sweepLists } from '../../src-main/search/vectors/sweep-lists.ts'
import { takeInLoose } from '../../src-main/search/vectors/take-in-loose.ts'
import { tidyLoose } from '../../src-main/search/vectors/tidy-loose.ts'
import { seeded } from './seeded.ts'
import { testKey } from './temp-store.ts'
import { addVectors, clustered, embedderId, removeVectors, signal, spaceOf } from './vector-store.ts'

/** A process that writes, removes, builds, takes in and sweeps until it is killed. Says what it begins. */
const [path = '', seed = '1', ...documents] = process.argv.slice(2)
const db = openDatabase(path, testKey)
const random = seeded(Number(seed))
/** From here on lists have drafts by learned directions. */
const dimension = indexLimits.fewestDimensions
const say = (line: string): void => void writeSync(1, `${line}\n`)

// No two rows are the same: which of many that are is found is no matter of the index.
for (let n = 0; ; n++) {
  say(`write ${n}`)
  const last = db.prepare<[], number | null>('SELECT max(rowid) FROM passages').pluck().get() ?? 0
  addVectors(db, documents, clustered(Number(seed) * 100 + n, { count: 150, dimension }))
  const some = Array.from({ length: 40 }, () => 1 + Math.floor(random() * last))
  removeVectors(db, some.slice(0, 20))
  const changed = clustered(Number(seed) * 100 + 50 + n, { count: 20, dimension })
  db.transact((tx) =>
    putVectors(
      tx,
      embedderId,
      changed.map((vector, at) => ({ passage: some[20 + at] ?? 1, vector })),
    ),
  )
  const space = spaceOf(db)
  if (space.generation === 0 || n % 4 === 3) {
    say('build')
    await buildLists(db, { space, lists: 1 + (n % 9) }, signal)
    await tidyLoose(db, spaceOf(db), signal)
  } else {
    say('take in')
    await takeInLoose(db, space, signal)
  }
  say('sweep')
  await sweepLists(db, spaceOf(db), signal)
}
