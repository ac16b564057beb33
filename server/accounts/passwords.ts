import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of no account: compared with where an account has none of this kind. */
export const nobodysHash = await hash('nobody has this password', argon2id)

export const hashPassword = (password: string): Promise<string> => hash(password, argon2id)

/** Kept by an older way, bcrypt; once the password is known it can be kept better. */
export const isOutdated = (hashed: string): boolean => /^\$2[aby]\$/.test(hashed)

/** Takes as long as the kind of the hash does: only of whoever is known already. */
export const isPassword = (password: string, hashed: string): Promise<boolean> =>
  isOutdated(hashed) ? verifyBcrypt(password, hashed) : verify(hashed, password)
