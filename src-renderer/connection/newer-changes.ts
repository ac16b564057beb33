/** What is told while rows are read is newer than what is read, which may take several calls: it is laid over them. */
export interface NewerChanges<R> {
  /** A row has changed, or is gone. */
  note(id: string, row: R | null): void
  /** What `read` gives, by id, with every change since it began. */
  over(read: () => Promise<Iterable<readonly [string, R]>>): Promise<ReadonlyMap<string, R>>
}

export function createNewerChanges<R>(): NewerChanges<R> {
  const readings = new Set<Map<string, R | null>>()
  return {
    note(id, row) {
      for (const told of readings) told.set(id, row)
    },
    async over(read) {
      const told = new Map<string, R | null>()
      readings.add(told)
      try {
        const rows = new Map(await read())
        for (const [id, row] of told) {
          if (row === null) rows.delete(id)
          else rows.set(id, row)
        }
        return rows
      } finally {
        readings.delete(told)
      }
    },
  }
}
