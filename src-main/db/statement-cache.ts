import type Database from 'better-sqlite3'

type Statement = Database.Statement

const largest = 300

export interface StatementCache {
  prepare(sql: string): Statement
  clear(): void
}

/**
 * Compiled statements by their text. A statement of the driver keeps its mode (`pluck`, `raw`) for good, so a cached one
 * never changes mode: `pluck()` answers the plucking twin, the rarer modes a statement of their own. One that is being
 * iterated is not handed out again. `fault` translates what the driver throws.
 */
export function createStatementCache(compile: (sql: string) => Statement, fault: (error: unknown) => unknown): StatementCache {
  const cache = new Map<string, Statement>()

  function cached(key: string, make: () => Statement): Statement {
    const known = cache.get(key)
    if (known !== undefined && !known.busy) return known
    const made = make()
    if (cache.size >= largest) for (const [oldest] of cache.entries().take(1)) cache.delete(oldest)
    cache.set(key, made)
    return made
  }

  const plain = (sql: string): Statement =>
    cached(sql, () => {
      const statement = compile(sql)
      return withModes(translating(statement, fault), {
        pluck: (on = true) => (on ? plucked(sql) : statement),
        fresh: () => translating(compile(sql), fault),
      })
    })

  const plucked = (sql: string): Statement =>
    cached(`pluck ${sql}`, () => {
      const statement = compile(sql).pluck()
      return withModes(translating(statement, fault), {
        pluck: (on = true) => (on ? statement : plain(sql)),
        fresh: () => translating(compile(sql).pluck(), fault),
      })
    })

  return { prepare: plain, clear: () => cache.clear() }
}

interface Modes {
  readonly pluck: (on?: boolean) => Statement
  readonly fresh: () => Statement
}

function withModes(statement: Statement, { pluck, fresh }: Modes): Statement {
  return Object.assign(statement, {
    pluck,
    raw: (on = true) => fresh().raw(on),
    expand: (on = true) => fresh().expand(on),
    safeIntegers: (on = true) => fresh().safeIntegers(on),
    bind: (...values: unknown[]) => fresh().bind(...values),
  })
}

function translating(statement: Statement, fault: (error: unknown) => unknown): Statement {
  const run = statement.run.bind(statement)
  const get = statement.get.bind(statement)
  const all = statement.all.bind(statement)
  const iterate = statement.iterate.bind(statement)
  return Object.assign(statement, {
    run: (...values: unknown[]) => attempt(() => run(...values), fault),
    get: (...values: unknown[]) => attempt(() => get(...values), fault),
    all: (...values: unknown[]) => attempt(() => all(...values), fault),
    iterate: (...values: unknown[]) =>
      walk(
        attempt(() => iterate(...values), fault),
        fault,
      ),
  })
}

function* walk<T>(rows: Iterable<T>, fault: (error: unknown) => unknown): Generator<T> {
  try {
    yield* rows
  } catch (error) {
    throw fault(error)
  }
}

function attempt<T>(work: () => T, fault: (error: unknown) => unknown): T {
  try {
    return work()
  } catch (error) {
    throw fault(error)
  }
}
