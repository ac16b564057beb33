import { z } from 'zod'

/**
 * How a served page and its shell know each other, although whoever else has an account on this machine may take the shell's port
 * while it is down. Both know the token; it is never sent. The page asks with a nonce, the shell proves that it knows the token,
 * and only then does the page prove the same and say anything.
 */
export const challengePath = '/challenge'

export const challengeAnswer = z.object({ challenge: z.string().min(1), proof: z.string() })
export type ChallengeAnswer = z.infer<typeof challengeAnswer>

export interface Proven {
  readonly from: 'shell' | 'page'
  /** With its port: what is proven at one address is worth nothing at another. */
  readonly host: string
  /** What the other side made up, so that nothing can be said twice. */
  readonly fresh: readonly string[]
}

/** What is signed with the token: HMAC-SHA-256, in hexadecimal digits. */
export const provenText = ({ from, host, fresh }: Proven): string => JSON.stringify(['hearth', from, host, ...fresh])

export const pageError = {
  /** The page's address is not that of the shell that answers. */
  otherAddress: 'page.other_address',
} as const
