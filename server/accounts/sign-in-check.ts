import { z } from 'zod'
import { sql } from '../stores/sql.ts'
import type { SqlReader } from '../stores/sql-store.ts'
import { isOutdated, isPassword, nobodysHash } from './passwords.ts'

/** Of whoever signs in, if there is such an account. */
export interface Claimed {
  readonly hashed_password: string
  readonly is_active: boolean
}

/** Whether the password opens the account. No is said after the same work whichever account it is, also where there is none. */
export type SignInCheck = (password: string, claimed: Claimed | undefined) => Promise<boolean>

export interface SignInCheckDeps {
  readonly reader: SqlReader
  readonly now: () => number
  /** One comparison: its time is that of the hash's kind. */
  readonly compare?: (password: string, hashed: string) => Promise<boolean>
}

/** Hashes of the old kind come only with an import or a backup, and go when their owners sign in. */
const believedMs = 600_000

/**
 * As long as any account has a bcrypt hash, every refusal compares with one of each kind that the database has: with the account's own, and with
 * nobody's for the others. Whoever has the right password waits for his own only.
 */
export function createSignInCheck({ reader, now, compare = isPassword }: SignInCheckDeps): SignInCheck {
  const kinds = rememberKinds(reader, now)

  return async (password, claimed) => {
    const others = new Map((await kinds.read()).map((kind) => [kind, nobodysBcrypt(kind)]))
    others.set(argon2Kind, nobodysHash)
    const own = claimed?.hashed_password
    if (own !== undefined) {
      kinds.saw(own)
      others.delete(kindOf(own))
    }
    const isRight = own !== undefined && (await compare(password, own)) && claimed?.is_active === true
    if (isRight) return true
    for (const nobodys of others.values()) await compare(password, nobodys)
    return false
  }
}

const argon2Kind = 'argon2'

/** By what decides how long it takes: of bcrypt the cost. */
const kindOf = (hashed: string): string => (isOutdated(hashed) ? hashed.slice(4, 6) : argon2Kind)

/** Well formed, and right for no password that anybody knows. */
const nobodysBcrypt = (cost: string): string => `$2b$${cost}$5xpSHcopVFe8pfnmO5dT5.a0SJP7yyAE.BzVKtnNFnpe6UNG/qE0.`

/** One that takes minutes is compared with for its owner only. */
const isUsual = (kind: string): boolean => /^(?:0[4-9]|1[0-6])$/.test(kind)

const row = z.object({ begin: z.string() })

/** Once read, nobody waits for it: it is looked up again beside the answer. */
function rememberKinds(reader: SqlReader, now: () => number) {
  const state: { known?: ReadonlySet<string>; reading?: Promise<void> | undefined; readAt: number } = { readAt: 0 }

  async function look(): Promise<void> {
    const begins = sql`SELECT DISTINCT left(hashed_password, 6) AS begin FROM users WHERE hashed_password LIKE '$2%'`
    const rows = await reader.query(begins, row)
    state.known = new Set(rows.map(({ begin }) => kindOf(begin)).filter(isUsual))
    state.readAt = now()
  }

  const lookOnce = (): Promise<void> =>
    (state.reading ??= look().finally(() => {
      state.reading = undefined
    }))

  return {
    async read(): Promise<readonly string[]> {
      if (state.known === undefined) await lookOnce()
      else if (now() - state.readAt > believedMs) lookOnce().catch(() => undefined)
      return [...(state.known ?? [])]
    },
    /** Known at once, whatever was read before. */
    saw(hashed: string): void {
      if (isOutdated(hashed) && isUsual(kindOf(hashed))) state.known = new Set([...(state.known ?? []), kindOf(hashed)])
    },
  }
}
