import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of no account: compared with when there is none, so that an unknown address takes as long as a wrong password. */
const nobody = await hash('nobody has this password', argon2id)

export const hashPassword = (password: string): Promise<string> => hash(password, argon2id)

export interface PasswordCheck {
  readonly isRight: boolean
  /** Kept by an older way, bcrypt; now that the password is known it can be kept better. */
  readonly isOutdated: boolean
}

export async function checkPassword(password: string, hashed: string | undefined): Promise<PasswordCheck> {
  if (hashed === undefined) {
    await verify(nobody, password)
    return { isRight: false, isOutdated: false }
  }
  if (/^\$2[aby]\$/.test(hashed)) return { isRight: await verifyBcrypt(password, hashed), isOutdated: true }
  return { isRight: await verify(hashed, password), isOutdated: false }
}
