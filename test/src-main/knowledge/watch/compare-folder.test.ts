import { expect, test } from 'vitest'
import { compareFolder } from '../../../../src-main/knowledge/watch/compare-folder.ts'
import type { WatchedFile } from '../../../../src-main/knowledge/watch/watched-files.ts'

const known = (path: string, modifiedMs = 1): WatchedFile => ({
  documentId: path,
  path,
  sizeBytes: 1,
  modifiedMs,
  contentHash: 'h',
})
const found = (path: string, modifiedMs = 1) => ({ path, sizeBytes: 1, modifiedMs })
const now = 100_000

function compare(files: ReturnType<typeof found>[], rows: WatchedFile[], walk: { closed?: string[]; isCut?: boolean } = {}) {
  const changes = compareFolder({ known: rows, walk: { files, closed: [], isCut: false, ...walk }, now, settleMs: 2_000 })
  return {
    added: changes.added.map(({ path }) => path),
    changed: changes.changed.map((change) => change.found.path),
    gone: changes.gone.map(({ path }) => path),
    unsettled: changes.unsettled,
  }
}

test('what came, changed and went is told apart, and what is as it was is not named', () => {
  const result = compare([found('/a'), found('/b', 2), found('/c')], [known('/a'), known('/b'), known('/d')])

  expect(result).toEqual({ added: ['/c'], changed: ['/b'], gone: ['/d'], unsettled: 0 })
})

test('a file that is still written to waits, a new one as well as a known one; a clock that runs ahead keeps none out', () => {
  const result = compare(
    [found('/new', now - 500), found('/known', now - 1), found('/ahead', now + 3_600_000)],
    [known('/known')],
  )

  expect(result).toEqual({ added: ['/ahead'], changed: [], gone: [], unsettled: 2 })
})

test('what lies in a folder that could not be read is not gone, and its namesake beside it is', () => {
  const result = compare([], [known('/shut/a'), known('/shutter/b')], { closed: ['/shut'] })

  expect(result.gone).toEqual(['/shutter/b'])
})

test('of a folder with more files than are looked at nothing is said to be gone', () => {
  expect(compare([], [known('/a')], { isCut: true }).gone).toEqual([])
})
