import { expect, test } from 'vitest'
import { type Db, openDatabase } from '../../../src-main/db/database.ts'
import { storeError } from '../../../src-shared/desktop/app.ts'
import type { Change } from '../../../src-shared/desktop/changes.ts'

const draft = (text: string): Change => ({ table: 'drafts', id: 'new', row: { id: 'new', text, updated_at: 1 } })

function openNotes(options: Parameters<typeof openDatabase>[2] = {}) {
  const db = openDatabase(':memory:', null, options)
  db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT')
  return db
}

const texts = (db: Db): unknown[] => db.prepare('SELECT text FROM notes ORDER BY id').pluck().all()
const add = 'INSERT INTO notes (text) VALUES (?)'

test('changes are heard after the commit, with the row already readable', () => {
  using db = openNotes()
  const heard: unknown[] = []
  db.watch((changes) => heard.push([changes, texts(db)]))

  db.transact((tx) => {
    tx.prepare(add).run('a')
    tx.tell(draft('a'))
    expect(heard).toEqual([])
  })

  expect(heard).toEqual([[[draft('a')], ['a']]])
})

test('a transaction that throws writes nothing and tells nothing', () => {
  using db = openNotes()
  const heard: unknown[] = []
  db.watch((changes) => heard.push(changes))

  const failing = () =>
    db.transact((tx) => {
      tx.prepare(add).run('a')
      tx.tell(draft('a'))
      throw new Error('no')
    })

  expect(failing).toThrow('no')
  expect([texts(db), heard]).toEqual([[], []])
})

test('an inner transaction joins: undone alone when it throws, committed and told with the outer one', () => {
  using db = openNotes()
  const heard: unknown[] = []
  db.watch((changes) => heard.push(changes))

  db.transact((tx) => {
    tx.prepare(add).run('outer')
    tx.tell(draft('outer'))
    expect(() =>
      db.transact((inner) => {
        inner.prepare(add).run('lost')
        inner.tell(draft('lost'))
        throw new Error('no')
      }),
    ).toThrow('no')
    db.transact((inner) => {
      inner.prepare(add).run('inner')
      inner.tell(draft('inner'))
    })
    expect(heard).toEqual([])
  })

  expect([texts(db), heard]).toEqual([['outer', 'inner'], [[draft('outer'), draft('inner')]]])
})

test('a listener that throws is reported; the commit stands and the others hear it', () => {
  const reported: unknown[] = []
  using db = openNotes({ report: (error) => reported.push(error) })
  const heard: unknown[] = []
  db.watch(() => {
    throw new Error('listener')
  })
  db.watch((changes) => heard.push(...changes))

  db.transact((tx) => {
    tx.prepare(add).run('a')
    tx.tell(draft('a'))
  })

  expect([texts(db), heard, reported]).toEqual([['a'], [draft('a')], [new Error('listener')]])
})

test('a listener that writes does not change the order in which others hear', () => {
  using db = openNotes()
  const heard: string[] = []
  db.watch(([change]) => {
    if (change?.row && 'text' in change.row && change.row.text === 'first') db.transact((tx) => tx.tell(draft('second')))
  })
  db.watch((changes) => heard.push(...changes.map(({ row }) => (row && 'text' in row ? row.text : ''))))

  db.transact((tx) => tx.tell(draft('first')))

  expect(heard).toEqual(['first', 'second'])
})

test('work that waits cannot be a transaction', () => {
  using db = openNotes()

  const waiting = () => db.transact(async (tx) => void tx.prepare(add).run('a'))

  expect(waiting).toThrow(TypeError)
  expect(texts(db)).toEqual([])
})

test('a handle that outlived its transaction cannot tell', () => {
  using db = openNotes()
  const kept = db.transact((tx) => tx)

  expect(() => kept.tell(draft('late'))).toThrow('after its transaction')
})

test('the same text prepared twice plucks for one and not for the other', () => {
  using db = openNotes()
  db.transact((tx) => void tx.prepare(add).run('a'))
  const sql = 'SELECT text FROM notes'

  const plucked = db.prepare(sql).pluck()
  const plain = db.prepare(sql)

  expect([plucked.get(), plain.get(), db.prepare(sql).pluck().all(), db.prepare(sql).raw().all(), plain.all()]).toEqual([
    'a',
    { text: 'a' },
    ['a'],
    [['a']],
    [{ text: 'a' }],
  ])
})

test('a statement that is being walked through can be prepared again meanwhile', () => {
  using db = openNotes()
  db.transact((tx) => ['a', 'b'].map((text) => tx.prepare(add).run(text)))
  const sql = 'SELECT text FROM notes ORDER BY id'

  const pairs = [...db.prepare(sql).iterate()].map((row) => [row, db.prepare(sql).all().length])
  const nested = []
  for (const outer of db.prepare(sql).pluck().iterate())
    for (const inner of db.prepare(sql).pluck().iterate()) nested.push(`${outer}${inner}`)

  expect(pairs).toHaveLength(2)
  expect(nested).toEqual(['aa', 'ab', 'ba', 'bb'])
})

test('a full disk is said in our code; what was there stays readable, and work that frees space may use the reserve', () => {
  let reserve = true
  using db = openNotes({
    freeSpace: () => {
      db.pragma('max_page_count = 100')
      const freed = reserve
      reserve = false
      return freed
    },
  })
  db.transact((tx) => void tx.prepare(add).run('kept'))
  db.pragma(`max_page_count = ${db.pragma('page_count')}`)
  const big = 'x'.repeat(100_000)

  const writing = () => db.transact((tx) => void tx.prepare(add).run(big))

  expect(writing).toThrow(expect.objectContaining({ code: storeError.diskFull }))
  expect(texts(db)).toEqual(['kept'])
  db.transact((tx) => void tx.prepare(add).run(big), { freesSpace: true })
  expect(texts(db)).toEqual(['kept', big])
})
