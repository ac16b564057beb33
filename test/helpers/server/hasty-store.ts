import type { SqlStore, SqlTx } from '../../../server/stores/sql-store.ts'
import { AppError } from '../../../src-shared/rpc/errors.ts'

/** As a pool whose statements end after so many rows: what a limit of time does to a table that has grown, on a table that has not. */
export function hastyStore(store: SqlStore, mostRows: number): SqlStore {
  const refuse = (rows: number) => {
    if (rows > mostRows) throw new AppError('STORE_UNAVAILABLE', { store: 'postgres', retry_after: 5 })
  }
  const hasty = <Runner extends Pick<SqlTx, 'query' | 'run'>>(runner: Runner): Runner => ({
    ...runner,
    async query(statement, row) {
      const rows = await runner.query(statement, row)
      refuse(rows.length)
      return rows
    },
    async run(statement) {
      const changed = await runner.run(statement)
      refuse(changed)
      return changed
    },
  })
  return { ...hasty(store), transact: (work) => store.transact((tx) => work(hasty(tx))) }
}
