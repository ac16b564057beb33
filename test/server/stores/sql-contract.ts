import { expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from '../../../server/stores/sql.ts'
import { findOne, readOne, type SqlStore } from '../../../server/stores/sql-store.ts'

const counted = z.object({ n: z.int() })

/** What every database adapter keeps. `store` is empty. */
export function keepsSqlContract(store: () => SqlStore): void {
  keepsValues(store)
  keepsTransactions(store)
}

function keepsValues(store: () => SqlStore): void {
  test('every kind of value comes back as it was given', async () => {
    const at = new Date('2026-02-28T23:59:59.123Z')
    const row = z.object({
      t: z.string(),
      i: z.int(),
      b: z.boolean(),
      d: z.date(),
      j: z.record(z.string(), z.unknown()),
      n: z.null(),
      w: z.int(),
      h: z.bigint(),
    })
    await store().run(sql`CREATE TABLE kinds (t TEXT, i INTEGER, b BOOLEAN, d TIMESTAMPTZ, j JSONB, n TEXT, w BIGINT, h BIGINT)`)

    await store().run(
      sql`INSERT INTO kinds VALUES (${"Ω'; DROP TABLE kinds; --"}, ${-7}, ${true}, ${at}, ${JSON.stringify({ a: [1] })}, ${null},
        4000000001, 9007199254740993)`,
    )

    expect(await readOne(store(), sql`SELECT * FROM kinds`, row)).toEqual({
      ...{ t: "Ω'; DROP TABLE kinds; --", i: -7, b: true, d: at, j: { a: [1] }, n: null, w: 4e9 + 1, h: 2n ** 53n + 1n },
    })
  })

  test('a statement inside a statement keeps its values in their places', async () => {
    const inner = sql`SELECT ${2}::int AS n UNION SELECT ${3}::int`

    const found = await store().query(
      sql`SELECT n + ${10}::int AS n FROM (${inner}) AS inner_one WHERE n > ${2} ORDER BY n`,
      counted,
    )

    expect(found).toEqual([{ n: 13 }])
  })

  test('it says how many rows it changed', async () => {
    await store().run(sql`CREATE TABLE changed (n INTEGER)`)

    const added = await store().run(sql`INSERT INTO changed VALUES (1), (2), (3)`)
    const none = await store().run(sql`DELETE FROM changed WHERE n > ${3}`)

    expect([added, none]).toEqual([3, 0])
  })

  test('a row that is not as it should be is not handed on', async () => {
    await expect(store().query(sql`SELECT 'text' AS n`, counted)).rejects.toThrow()
    expect(await findOne(store(), sql`SELECT 1 AS n WHERE false`, counted)).toBeUndefined()
  })
}

function keepsTransactions(store: () => SqlStore): void {
  test('of a transaction that throws nothing stays, and the next one works', async () => {
    await store().run(sql`CREATE TABLE kept (n INTEGER PRIMARY KEY)`)

    const failed = store().transact(async (tx) => {
      await tx.run(sql`INSERT INTO kept VALUES (1)`)
      throw new Error('on purpose')
    })
    await expect(failed).rejects.toThrow('on purpose')
    await store().transact((tx) => tx.run(sql`INSERT INTO kept VALUES (2)`))

    expect(await store().query(sql`SELECT n FROM kept`, counted)).toEqual([{ n: 2 }])
  })

  test('a broken rule of a table is no absence of the database', async () => {
    await store().run(sql`CREATE TABLE once (n INTEGER PRIMARY KEY)`)
    await store().run(sql`INSERT INTO once VALUES (1)`)

    const again = store().run(sql`INSERT INTO once VALUES (1)`)

    await expect(again).rejects.toMatchObject({ code: '23505' })
  })
}
